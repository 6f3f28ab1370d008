"""A file of records, read against its project; all that does not fit is told at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.language.reasons import ReasonKind, reason
from app.outcomes.redcap.cells import Answer, MisfitError, answer_in
from app.outcomes.redcap.columns import Columns, misfits_in_columns
from app.outcomes.redcap.misfits import Found, Misfit
from app.outcomes.redcap.records import (
    EVENT,
    GROUP,
    GROUP_NAME,
    IDENTIFIER,
    INSTANCE,
    REPEATED,
    Project,
    Record,
)
from app.outcomes.redcap.tables import Line, Sheet, sheet

NO_ID = reason("redcap.no_id", "The row does not say which record it is about.")
NO_EVENT = ReasonKind("redcap.event_unknown", "There is no event “{name}” in this project.")
NOT_ASKED = ReasonKind(
    "redcap.not_asked", "“{form}” is not asked at the event “{event}”, so nothing can stand here."
)
NOT_REPEATED = ReasonKind(
    "redcap.not_of_repeated",
    "The row is about the repeated form “{form}”, so nothing of “{other}” can stand here.",
)
NO_INSTANCE = reason(
    "redcap.no_instance",
    "A repeated form needs its name in the one column and a number from 1 in the other.",
)
COMPLETE = ReasonKind(
    "redcap.complete", "Here stands 0, 1 or 2 (incomplete, not verified, complete), not “{cell}”."
)
ROW_TWICE = ReasonKind(
    "redcap.row_twice", "Line {line} is about the same record, event and form already."
)
NO_GROUP = ReasonKind(
    "redcap.no_group",
    "“{group}” is no unique name of a data access group. REDCap makes such names of lowercase "
    "letters, digits and underscores.",
)
TWO_GROUPS = ReasonKind(
    "redcap.two_groups", "The record is in the group “{group}” on line {line}; it can be in one."
)


@dataclass
class _Reading:
    """What was read so far."""

    project: Project
    columns: Columns
    records: list[Record] = field(default_factory=list)
    misfits: list[Misfit] = field(default_factory=list)
    rows: dict[tuple[str, ...], int] = field(default_factory=dict)
    """The line of each row, by what may be there once."""
    groups: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The group of each record, and the line that says it."""


def read_records(content: bytes, project: Project) -> Found[Record]:
    """The records of a file, form by form.

    Columns may stand in any order; those of a question with several choices are all there or not
    at all. A form of which a row says nothing, not even how complete it is, is not filled.
    """
    return records_in(sheet(content), project)


def records_in(read: Sheet, project: Project) -> Found[Record]:
    """The same, of a file that was taken apart already."""
    misfits = [*read.misfits]
    if read.columns:
        misfits += misfits_in_columns(read.columns, project)
    if misfits:
        return Found((), tuple(misfits))
    reading = _Reading(project, Columns(read.columns, project))
    for line in read.lines:
        wrong = [*_row(reading, line)]
        reading.misfits += wrong
        if not wrong:
            for record in _records(reading, line):
                reading.records.append(record)
    return Found(tuple(reading.records), tuple(reading.misfits))


def _row(reading: _Reading, line: Line) -> Iterator[Misfit]:
    """What is wrong with a row apart from its answers."""
    cells, project = line.cells, reading.project
    if not cells[project.record_id].strip():
        yield line.misfit(project.record_id, NO_ID)
    if cells[EVENT] not in project.design.forms_of:
        yield line.misfit(EVENT, NO_EVENT(name=cells[EVENT]))
        return
    yield from _repeats(reading, line)
    yield from _once(reading, line)
    asked = project.design.forms_of[cells[EVENT]]
    repeated = cells.get(REPEATED, "")
    for form in project.forms:
        said = reading.columns.said(form, cells)
        if said and form not in asked:
            yield line.misfit(said[0], NOT_ASKED(form=form, event=cells[EVENT]))
        elif said and repeated and form != repeated:
            yield line.misfit(said[0], NOT_REPEATED(form=repeated, other=form))


def _repeats(reading: _Reading, line: Line) -> Iterator[Misfit]:
    repeated, instance = line.cells.get(REPEATED, ""), line.cells.get(INSTANCE, "")
    if not repeated and not instance:
        return
    is_number = instance.isascii() and instance.isdigit() and 0 < int(instance) < 100_000
    if repeated not in reading.project.forms or not is_number:
        yield line.misfit(INSTANCE if repeated in reading.project.forms else REPEATED, NO_INSTANCE)


def _once(reading: _Reading, line: Line) -> Iterator[Misfit]:
    """A row that was there before, or a record that was in another group."""
    record_id = line.cells[reading.project.record_id]
    key = tuple(line.cells.get(name, "") for name in (EVENT, REPEATED, INSTANCE))
    before = reading.rows.setdefault((record_id, *key), line.number)
    if before != line.number:
        yield line.misfit("", ROW_TWICE(line=before))
    group = line.cells.get(GROUP, "")
    if group and not GROUP_NAME.fullmatch(group):
        yield line.misfit(GROUP, NO_GROUP(group=group))
    elif group:
        first, at = reading.groups.setdefault(record_id, (group, line.number))
        if first != group:
            yield line.misfit(GROUP, TWO_GROUPS(group=first, line=at))


def _records(reading: _Reading, line: Line) -> Iterator[Record]:
    """What a row says of each of its forms; misfits are noted."""
    repeated = line.cells.get(REPEATED, "")
    asked = reading.project.design.forms_of[line.cells[EVENT]]
    for form in (repeated,) if repeated else reading.project.forms:
        is_filled = line.cells.get(f"{form}_complete") or reading.columns.said(form, line.cells)
        if form in asked and is_filled:
            yield _record(reading, line, form)


def _record(reading: _Reading, line: Line, form: str) -> Record:
    cells, column = line.cells, f"{form}_complete"
    complete = cells.get(column, "") or "0"
    if complete not in {"0", "1", "2"}:
        reading.misfits.append(line.misfit(column, COMPLETE(cell=complete)))
        complete = "0"
    return Record(
        record_id=cells[reading.project.record_id],
        event=cells[EVENT],
        form=form,
        answers=dict(_answers(reading, line, form)),
        complete=int(complete),
        instance=int(cells[INSTANCE]) if cells.get(REPEATED) else None,
        group=cells.get(GROUP, ""),
        identifier=cells.get(IDENTIFIER, ""),
        finished=cells.get(f"{form}_timestamp", ""),
    )


def _answers(reading: _Reading, line: Line, form: str) -> Iterator[tuple[str, Answer]]:
    for question in reading.columns.questions[form]:
        try:
            answer = answer_in(question, line.cells)
        except MisfitError as misfit:
            reading.misfits.append(line.misfit(misfit.column, misfit.why))
        else:
            if answer is not None:
                yield question.key, answer
