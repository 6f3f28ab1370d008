"""The people of a report by what they were, as far as a table may tell of a few of them."""

from collections.abc import Sequence

from app.certificates.reports.records import (
    CohortNumbers,
    CohortReport,
    GroupCounts,
    Part,
    StageCounts,
)
from app.certificates.reports.rules import outcome
from app.cohorts.institutions.rules import folded
from app.language import Text, _, ngettext
from app.language.styles import worded
from app.people.enums import Profession
from app.site.manage.cohorts.report.tables import NOT_YET, STAGES, ReportTable, Row, is_to_come
from app.site.parts.people import PROFESSIONS

PARTS: dict[Part, Text] = {
    Part.INSTITUTION: _("By institution"),
    Part.RANK: _("By rank"),
    Part.PROFESSION: _("By profession"),
    Part.DEPARTMENT: _("By department"),
}
HELD_BACK = _("held back")


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
        rows = _told_rows(report)
        key = outcome_key(numbers)
        total = Row(_("All"), _group_cells(numbers, numbers.counts, ["enrolled", key]), total=True)
        headers = [STAGES["enrolled"], STAGES[key]]
    return ReportTable(PARTS[part], [NAMES[part], *headers], [*rows, total])


def _told_rows(report: CohortReport) -> list[Row]:
    """The groups that are counted out, and the others in one row."""
    counts = [outcome(group, over=report.numbers.over) for group in report.groups]
    told, others = folded(counts)
    rows = [
        Row(group_name(group), [HELD_BACK if cell is None else cell for cell in cells])
        for group, cells in zip(report.groups, told, strict=True)
        if cells.people is not None
    ]
    if others is None:
        return rows
    names = tuple(
        group_name(group)
        for group, cells in zip(report.groups, told, strict=True)
        if cells.people is None
    )
    cells = [HELD_BACK if cell is None else cell for cell in others]
    name = ngettext("{count} held back", "{count} counted together", count=len(names))
    return [*rows, Row(name, cells, about=worded(names, "and"))]


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
