"""Records: what somebody answered, when, as rows of REDCap's.

Forms that a record fills once at an event share a row; each filling of a repeated one has its own.
A column that nothing would stand in is left out, since REDCap takes none that a project has not
turned on: repeated forms, groups, survey identifiers and times.
"""

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from app.outcomes.redcap.cells import Answer, cells_of
from app.outcomes.redcap.design import Design
from app.outcomes.redcap.fields import Field
from app.outcomes.redcap.questions import Question, questions_of
from app.outcomes.redcap.tables import table

EVENT = "redcap_event_name"
REPEATED, INSTANCE = "redcap_repeat_instrument", "redcap_repeat_instance"
GROUP = "redcap_data_access_group"
IDENTIFIER = "redcap_survey_identifier"
GROUP_NAME = re.compile(r"[a-z0-9_]+")
"""The unique name of a data access group, which is not its title."""
LONGEST_ID = 100
"""Characters of the name of a record."""

Answers = Mapping[str, Answer]
"""By the question's code, `_then` behind it of the past. Whatever was not answered is not in it."""


@dataclass(frozen=True)
class Record:
    """One form of one record, filled once."""

    record_id: str
    event: str
    """The unique name."""
    form: str
    answers: Answers = field(default_factory=dict)
    complete: int = 2
    """0: incomplete; 1: not verified; 2: complete."""
    instance: int | None = None
    """The how-manieth filling of a repeated form, from 1; None: it is not repeated."""
    group: str = ""
    """The unique name of the data access group."""
    identifier: str = ""
    """Who was invited; only where people are named."""
    finished: str = ""
    """When, as REDCap writes it: 2026-11-30 09:05:00."""


@dataclass(frozen=True)
class Project:
    """What records have to fit."""

    fields: tuple[Field, ...]
    design: Design

    @cached_property
    def questions(self) -> Mapping[str, tuple[Question, ...]]:
        """By form."""
        return questions_of(self.fields)

    @property
    def record_id(self) -> str:
        """The name of the field that names a record."""
        return self.fields[0].name

    @property
    def forms(self) -> tuple[str, ...]:
        """In the order of the dictionary."""
        return tuple(self.questions)


def records_file(project: Project, records: Sequence[Record]) -> bytes:
    """Records as a file, in an order that says nothing of who answered when.

    Raises:
        ValueError: A record has a form, event or answer that the project has not, or one twice.
    """
    _check(records)
    timed = {record.form for record in records if record.finished}
    header = _header(project, records, timed)
    rows = [_row(project, header, together) for together in _rows(project, records)]
    return table([header, *rows])


def _check(records: Iterable[Record]) -> None:
    """Refuse what REDCap would change or not take, whatever the project."""
    groups: dict[str, str] = {}
    for record in records:
        name = record.record_id
        if not name or name != name.strip() or len(name) > LONGEST_ID:
            raise ValueError(f"{name!r} is no name of a record")
        if record.group and groups.setdefault(name, record.group) != record.group:
            raise ValueError(f"{name!r} is in two groups")
        if record.group and not GROUP_NAME.fullmatch(record.group):
            raise ValueError(f"{record.group!r} is no unique name of a group")
        if record.complete not in {0, 1, 2}:
            raise ValueError(f"{record.complete} does not say how complete a form is")


def _header(project: Project, records: Iterable[Record], timed: Set[str]) -> list[str]:
    records = list(records)
    header = [project.record_id, EVENT]
    header += [REPEATED, INSTANCE] if any(record.instance is not None for record in records) else []
    header += [GROUP] if any(record.group for record in records) else []
    header += [IDENTIFIER] if any(record.identifier for record in records) else []
    for form, questions in project.questions.items():
        header += [f"{form}_timestamp"] if form in timed else []
        header += [column for question in questions for column in question.field.columns]
        header.append(f"{form}_complete")
    return header


def _rows(project: Project, records: Iterable[Record]) -> list[list[Record]]:
    """The forms that share a row, sorted by record, event, form and instance."""
    events = {event.name: at for at, event in enumerate(project.design.events)}
    asked = project.design.forms_of
    forms = {form: at for at, form in enumerate(project.forms)}
    rows: dict[tuple[str, int, int, int], list[Record]] = {}
    for record in records:
        if record.event not in events or record.form not in asked[record.event]:
            raise ValueError(f"{record.form} is not asked at {record.event}")
        repeated = -1 if record.instance is None else forms[record.form]
        key = (record.record_id, events[record.event], repeated, record.instance or 0)
        rows.setdefault(key, []).append(record)
    return [rows[key] for key in sorted(rows)]


def _row(project: Project, header: Sequence[str], together: Sequence[Record]) -> list[str]:
    first = together[0]
    cells = {project.record_id: first.record_id, EVENT: first.event}
    if first.instance is not None:
        cells |= {REPEATED: first.form, INSTANCE: str(first.instance)}
    cells |= {GROUP: _one_of(record.group for record in together)}
    cells |= {IDENTIFIER: _one_of(record.identifier for record in together)}
    for record in together:
        if f"{record.form}_complete" in cells:
            raise ValueError(f"{record.form} is filled twice at {record.event}")
        cells |= _form(project, record)
    return [cells.get(column, "") for column in header]


def _form(project: Project, record: Record) -> dict[str, str]:
    questions = {question.key: question for question in project.questions[record.form]}
    if unknown := record.answers.keys() - questions.keys():
        raise ValueError(f"{record.form} asks nothing called {sorted(unknown)[0]}")
    cells = {f"{record.form}_timestamp": record.finished}
    for key, question in questions.items():
        cells |= cells_of(question, record.answers.get(key))
    return cells | {f"{record.form}_complete": str(record.complete)}


def _one_of(values: Iterable[str]) -> str:
    """What all of them say, apart from those that say nothing."""
    said = dict.fromkeys(value for value in values if value)
    if len(said) > 1:
        raise ValueError("Forms of one row belong to two groups or people.")
    return next(iter(said), "")
