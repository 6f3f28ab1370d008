"""The tables of a report: what stands beside the charts, and what is downloaded."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.reports.records import (
    CohortNumbers,
    CohortReport,
    GroupCounts,
    Part,
    SessionCount,
    StageCounts,
)
from app.certificates.reports.rules import outcome
from app.cohorts.context import CohortContext
from app.cohorts.institutions.rules import hold_back
from app.language import Text, _, pgettext
from app.language.moments import local
from app.people.enums import Profession
from app.site.parts.people import PROFESSIONS
from app.web.spreadsheet import Table

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
"""Of a cohort before, these are told as they were after as many sessions."""
PARTS: dict[Part, Text] = {
    Part.INSTITUTION: _("By institution"),
    Part.RANK: _("By rank"),
    Part.PROFESSION: _("By profession"),
    Part.DEPARTMENT: _("By department"),
}
NOT_YET = _("not yet")
HELD_BACK = _("held back")
TO_COME = pgettext("of a session", "to come")
NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One row: what it is about, and its cells."""

    name: Text
    cells: Sequence[Text | int]
    total: bool = False


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
        return Table(self.headers, [[row.name, *row.cells] for row in self.rows], self.title)


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
    planned = [session.position for session in report.numbers.sessions if not session.canceled]
    count = max([len(planned), *(len(cohort.after_sessions) for cohort in numbers)])
    rows = [
        Row(
            here.label(planned[number]) if number < len(planned) else str(number + 1),
            [
                cohort.after_sessions[number].percent
                if number < len(cohort.after_sessions)
                else NOTHING
                for cohort in numbers
            ],
        )
        for number in range(count)
    ]
    return ReportTable(
        _("On course after each session, percent"),
        [here.cohort.unit_label, *(_title(cohort) for cohort in numbers)],
        rows,
    )


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
    rows = [_session_row(here, session) for session in numbers.sessions]
    cut = [Row(row.name, row.cells[: len(headers) - 1]) for row in rows]
    return ReportTable(_("Attendance by session"), headers, cut)


def _session_row(here: CohortContext, session: SessionCount) -> Row:
    day = local(session.starts_at, here.cohort.zone)
    name = _("{unit}, {day:day}", unit=here.label(session.position), day=day)
    if session.canceled:
        return Row(name, [pgettext("of a session", "canceled"), *[NOTHING] * 3])
    if not session.held:
        return Row(name, [TO_COME, *[NOTHING] * 3])
    return Row(name, [session.counted, session.excused, session.missed, session.waiting])


def groups_table(report: CohortReport, part: Part, *, whole: bool) -> ReportTable:
    """The people of a cohort by what they were. `whole`: also of groups of fewer than five."""
    numbers, groups = report.numbers, report.groups
    if whole:
        keys = [key for key in STAGES if key != "applied"]
        rows = [
            Row(group_name(group), _group_cells(numbers, group.counts, keys)) for group in groups
        ]
        total = Row(_("All"), _group_cells(numbers, numbers.counts, keys), total=True)
        headers = [STAGES[key] for key in keys]
    else:
        told = hold_back([outcome(group, over=numbers.over) for group in groups])
        rows = [
            Row(group_name(group), [HELD_BACK if cell is None else cell for cell in cells])
            for group, cells in zip(groups, told, strict=True)
        ]
        key = outcome_key(numbers)
        total = Row(_("All"), _group_cells(numbers, numbers.counts, ["enrolled", key]), total=True)
        headers = [STAGES["enrolled"], STAGES[key]]
    return ReportTable(PARTS[part], [NAMES[part], *headers], [*rows, total])


def outcome_key(numbers: CohortNumbers) -> str:
    """What is told beside the number of who enrolled."""
    return "completed" if numbers.over else "on_course"


NAMES: dict[Part, Text] = {
    Part.INSTITUTION: _("Institution"),
    Part.RANK: _("Rank"),
    Part.PROFESSION: _("Profession"),
    Part.DEPARTMENT: _("Department"),
}


def group_name(group: GroupCounts) -> Text:
    """What a group is called."""
    if isinstance(group.name, Profession):
        return PROFESSIONS[group.name]
    return group.name or _("Not known")


def _group_cells(
    numbers: CohortNumbers, counts: StageCounts, keys: Sequence[str]
) -> list[Text | int]:
    return [NOT_YET if is_to_come(numbers, key) else int(getattr(counts, key)) for key in keys]


def _title(numbers: CohortNumbers) -> str:
    return numbers.here.cohort.title
