"""The tables of one instrument, each with the columns that belong to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind
from app.site.manage.outcomes.analysis.cells import about, scale_of
from app.site.manage.outcomes.analysis.columns import (
    ARMS,
    ATTRITION,
    BRIEF,
    CHANGE,
    DYAD,
    MATCHED,
    SCALE,
    Column,
)


@dataclass(frozen=True)
class TableLine:
    """One row. Without cells there are too few to show."""

    name: str
    about: Text
    cells: Sequence[Text]


@dataclass(frozen=True)
class ShownTable:
    """One table of an instrument."""

    title: Text
    headers: Sequence[Text]
    """Of the cells; what stands first in a row is its name."""
    lines: Sequence[TableLine]
    note: Text = ""


def tables_of(rows: Sequence[Row], names: InstrumentNames, zone: str) -> list[ShownTable]:
    """Those that there is something of, in the order of an article."""
    by_kind = {kind: [row for row in rows if row.kind is kind] for kind in RowKind}
    changes = by_kind[RowKind.CHANGE]
    own = [row for row in changes if row.of["kind"] == "post_minus_pre"]
    made: list[tuple[Text, Sequence[Column], Sequence[Row], Text]] = [
        (_("Change since the first wave"), CHANGE, own, _HOLM),
        (_("Arms over waves"), ARMS, by_kind[RowKind.ARMS], _MODEL),
        *(
            (title, BRIEF, [row for row in changes if row.of["kind"] == kind], _SHIFT)
            for kind, title in _SIDES.items()
            if any(row.of["kind"] == "post_minus_then" for row in changes)
        ),
        (_("Scores at each wave"), SCALE, by_kind[RowKind.SCALE], _CROWDED),
        (_("Who did not answer any more"), ATTRITION, by_kind[RowKind.ATTRITION], _GONE),
        (_("Recognized from the first wave"), MATCHED, by_kind[RowKind.MATCHED], ""),
        (_("Mentors and mentees"), DYAD, by_kind[RowKind.DYAD], _AGREE),
    ]
    return [
        ShownTable(title, [header for header, _cell in columns], list(lines), note)
        for title, columns, found, note in made
        if (lines := list(_lines(found, columns, names, zone)))
    ]


def _lines(
    rows: Sequence[Row], columns: Sequence[Column], names: InstrumentNames, zone: str
) -> Iterator[TableLine]:
    for row in rows:
        cells = [cell(row) for _header, cell in columns] if row.people else []
        yield TableLine(scale_of(row, names) or names.title, about(row, zone), cells)


_SIDES = {
    "post_minus_pre": _("Change as it was rated at each time"),
    "post_minus_then": _("Change as people see it, looking back"),
    "then_minus_pre": _("Response shift: the beginning, looking back, less as it was rated then"),
}
_HOLM = _(
    "p is two-sided and not adjusted; beside it stands Holm’s adjustment over all scales and "
    "waves. dav divides by the mean of both standard deviations, Hedges’ g is the same without "
    "the bias of small samples, dz divides by that of the changes."
)
_MODEL = _(
    "How much more each arm changed since the first wave than the one it is compared with. "
    "Everybody counts in the arm that was drawn for them (intention to treat); who kept to the "
    "protocol is shown besides, which is no proof, since people chose it."
)
_SHIFT = _("The two ways to see a change are never put together.")
_CROWDED = _(
    "Floor and ceiling: more than 15% of people have the lowest or the highest score. Alpha and "
    "omega are of 30 people or more. A mean is left out where it would tell, beside that of those "
    "who are compared, of a few others."
)
_GONE = _("The first wave of those who answered a later one, beside that of those who did not.")
_AGREE = _("Absolute agreement of single ratings; a mentor with several mentees counts once.")
