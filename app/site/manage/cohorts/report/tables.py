"""The tables of a report: what stands beside the charts, and what is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.certificates.reports.records import (
    CohortNumbers,
    CohortReport,
    SessionCount,
)
from app.cohorts.context import CohortContext
from app.language import Text, _, pgettext
from app.language.moments import day, local
from app.web.spreadsheet import Cell, Table

STAGES: dict[str, Text] = {
    "applied": pgettext("of people", "Applied"),
    "enrolled": pgettext("of people", "Enrolled"),
    "started": pgettext("of people", "Started"),
    "active": pgettext("of people", "Active"),
    "at_risk": pgettext("of people", "At risk"),
    "on_course": pgettext("of people", "On course"),
    "completed": pgettext("of people", "Completed"),
    "certified": pgettext("of people", "Certified"),
}
"""What the numbers of `StageCounts` are called, in the order in which people come that far."""
THEN = {"active", "on_course"}
"""Of a cohort before, these are told as they were after the unit that is recorded here."""
NOT_YET = _("not yet")
NOT_RECORDED = pgettext("of a session", "not recorded")
TO_COME = pgettext("of a session", "to come")
CANCELED = pgettext("of a session", "canceled")
NOT_HELD = pgettext("of a session", "not held")
NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One row: what it is about, and its cells."""

    name: Text
    cells: Sequence[Text | int]
    total: bool = False
    about: Text = ""
    """What belongs to its name."""
    begins: datetime | None = None
    """When what it is about begins; in a spreadsheet it has a column of its own."""
    note: Text = ""
    """What stands in place of all cells."""


@dataclass(frozen=True)
class ReportTable:
    """One table of a report."""

    title: Text
    headers: Sequence[Text]
    """Of the first column, too."""
    rows: Sequence[Row]

    @property
    def exported(self) -> Table:
        """For a spreadsheet."""
        first, *others = self.headers
        if not any(row.begins for row in self.rows):
            names: list[list[Cell]] = [[_named(row)] for row in self.rows]
            headers = [first, *others]
        else:
            names = [[row.name, row.begins] for row in self.rows]
            headers = [first, pgettext("of a session", "Begins"), *others]
        cells = [row.cells or [row.note, *[""] * (len(others) - 1)] for row in self.rows]
        rows = [[*name, *of] for name, of in zip(names, cells, strict=True)]
        return Table(headers, rows, self.title)


def _named(row: Row) -> Text:
    return _("{name}: {about}", name=row.name, about=row.about) if row.about else row.name


def stages_table(report: CohortReport) -> ReportTable:
    """How many came how far, beside the cohorts before."""
    numbers = [report.numbers, *report.earlier]
    rows = [
        Row(name, [_stage_cell(report, cohort, key) for cohort in numbers])
        for key, name in STAGES.items()
        if key != "at_risk"
    ]
    left = pgettext("of people", "Left")
    rows.append(Row(left, [cohort.counts.left for cohort in numbers]))
    return ReportTable(
        _("From applied to certified"),
        [pgettext("of people", "Stage"), *(_title(cohort) for cohort in numbers)],
        rows,
    )


def is_to_come(numbers: CohortNumbers, key: str) -> bool:
    """Whether a number is still to come: a zero would be told of what cannot be yet."""
    ends = key in {"completed", "certified"}
    return ends and not numbers.over and not getattr(numbers.counts, key)


def _stage_cell(report: CohortReport, cohort: CohortNumbers, key: str) -> Text | int:
    if cohort is not report.numbers and key in THEN:
        then = report.then(cohort)
        return NOTHING if then is None else int(getattr(then, key))
    if is_to_come(cohort, key):
        return NOT_YET
    return int(getattr(cohort.counts, key))


def after_sessions_table(report: CohortReport) -> ReportTable:
    """How many percent were on course after each session, beside the cohorts before."""
    here = report.numbers.here
    numbers = [report.numbers, *report.earlier]
    rows = [
        Row(here.label(position), [_after_cell(cohort, position) for cohort in numbers])
        for position in positions(report)
    ]
    return ReportTable(
        _("On course after each session, percent"),
        [here.cohort.unit_label, *(_title(cohort) for cohort in numbers)],
        rows,
    )


def positions(report: CohortReport) -> list[int]:
    """The units that have a session here or were told of before, in order.

    Cohorts are compared by unit: where a session is canceled, the others stay beside their own.
    """
    found = {session.position for session in report.numbers.sessions}
    return sorted(found.union(*([after.position for after in c.recorded] for c in report.earlier)))


def _after_cell(cohort: CohortNumbers, position: int) -> Text | int:
    after = next((own for own in cohort.after_sessions if own.position == position), None)
    if after is not None:
        return after.percent if after.recorded else NOT_RECORDED
    if position in cohort.not_held:
        return NOT_HELD
    return CANCELED if position in cohort.canceled else NOTHING


def sessions_table(numbers: CohortNumbers) -> ReportTable:
    """Who was there, session by session."""
    here = numbers.here
    headers: list[Text] = [
        pgettext("of a session", "Session"),
        pgettext("of sessions", "Counted"),
        pgettext("of people", "Excused"),
        pgettext("of people", "Missed"),
    ]
    waiting = any(session.waiting for session in numbers.sessions)
    if waiting:
        headers.append(_("Not recorded"))
    rows = [_session_row(here, session, len(headers) - 1) for session in numbers.sessions]
    return ReportTable(_("Attendance by session"), headers, rows)


def _session_row(here: CohortContext, session: SessionCount, cells: int) -> Row:
    zone = here.cohort.zone
    about, begins = day(session.starts_at, zone), local(session.starts_at, zone)
    name = here.label(session.position)
    if session.canceled or not session.held:
        note = CANCELED if session.canceled else TO_COME
        note = NOT_HELD if session.not_held else note
        return Row(name, (), about=about, begins=begins, note=note)
    counts = (session.counted, session.excused, session.missed, session.waiting)
    return Row(name, counts[:cells], about=about, begins=begins)


def _title(numbers: CohortNumbers) -> str:
    return numbers.here.cohort.title
