"""Whether a file of records fits a project, and how it differs from what could go out now; pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.outcomes.redcap.misfits import Misfit
from app.outcomes.redcap.reading import read_records
from app.outcomes.redcap.records import Project, Record

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Differs:
    """A questionnaire that says something else in the file than here."""

    record: str
    event: str
    form: str
    questions: tuple[str, ...]
    """By the names of fields, never what was answered."""


@dataclass(frozen=True)
class Compared:
    """A file beside what is here."""

    same: int
    differ: tuple[Differs, ...]
    only_there: int
    only_here: int


@dataclass(frozen=True)
class Checked:
    """What a file is."""

    misfits: tuple[Misfit, ...]
    records: int
    compared: Compared | None
    """None: it does not fit, or its records have names that nothing here has."""


def check(content: bytes, project: Project, here: Sequence[Record] | None) -> Checked:
    """Look at a file of records. `here`: what could go out now; None if nothing can be compared."""
    found = read_records(content, project)
    if found.misfits or here is None:
        return Checked(found.misfits, len(found.items), None)
    return Checked((), len(found.items), _compared(project, found.items, here))


def _compared(project: Project, there: Sequence[Record], here: Sequence[Record]) -> Compared:
    sent, own = _by_key(there), _by_key(here)
    both = sorted(sent.keys() & own.keys())
    differ = [
        Differs(*key, questions)
        for key in both
        if (questions := _other(project, key[2], sent[key], own[key]))
    ]
    return Compared(
        same=len(both) - len(differ),
        differ=tuple(differ),
        only_there=len(sent.keys() - own.keys()),
        only_here=len(own.keys() - sent.keys()),
    )


def _by_key(records: Sequence[Record]) -> dict[_Key, Record]:
    return {(own.record_id, own.event, own.form): own for own in records}


def _other(project: Project, form: str, there: Record, here: Record) -> tuple[str, ...]:
    """What is answered otherwise; own words are not in what goes out, so they are not compared."""
    return tuple(
        question.field.name
        for question in project.questions[form]
        if question.origin.kind != "text"
        and there.answers.get(question.key) != here.answers.get(question.key)
    )
