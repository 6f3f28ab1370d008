"""A table in which nothing is said twice: rows under headings, columns under headings."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.language import Text, _
from app.outcomes.charts.words import NOTHING
from app.outcomes.projects.analyses.records import Row
from app.site.manage.outcomes.analysis.columns import Column


@dataclass(frozen=True)
class Cell:
    """What stands in as many columns."""

    text: Text
    span: int = 1


@dataclass(frozen=True)
class TableLine:
    """One row: its name, what is to be known of it, and its cells."""

    name: Text
    about: Text
    cells: Sequence[Cell]
    is_main: bool = False


@dataclass(frozen=True)
class Block:
    """Rows under one heading; none where all are of the same."""

    title: Text
    lines: Sequence[TableLine]


@dataclass(frozen=True)
class ShownTable:
    """One table of an instrument."""

    key: str
    """Names it among those of its instrument."""
    title: Text
    stub: Text
    """What its rows are named after."""
    groups: Sequence[Text]
    """Headings over the columns, each over all of them; none where there is one group."""
    headers: Sequence[Text]
    """Of one group; what stands first in a row is its name."""
    blocks: Sequence[Block]
    notes: Sequence[Text] = ()

    @property
    def count(self) -> int:
        """How many rows it has."""
        return sum(len(block.lines) for block in self.blocks)

    @property
    def width(self) -> int:
        """Its columns, without that of the names."""
        return len(self.headers) * max(len(self.groups), 1)


def _empty(_row: Row) -> Text:
    return ""


def _no(_row: Row) -> bool:
    return False


@dataclass(frozen=True)
class Layout:
    """How rows become a table."""

    key: str
    title: Text
    columns: Sequence[Column]
    notes: Sequence[Text] = ()
    block: Callable[[Row], Text] = _empty
    group: Callable[[Row], Text] = _empty
    name: Callable[[Row], Text] = _empty
    about: Callable[[Row], Text] = _empty
    is_main: Callable[[Row], bool] = _no
    stub: Text = ""
    """What rows are named after, if not after their scales."""


FEW = _("Not shown")
Rows = Sequence[Row]


def table_of(layout: Layout, rows: Rows) -> ShownTable | None:
    """The table of some rows, in the order in which they come; None where there are none."""
    if not rows:
        return None
    told = [row for row in rows if row.people is not None]
    columns = [column for column in layout.columns if not _is_idle(column, told)]
    kept = replace(layout, columns=columns)
    groups = _unique(layout.group(row) for row in rows)
    blocks = [
        Block(title, _merged(layout, own, list(_lines(kept, own, groups))))
        for title, own in _parted(rows, layout.block)
    ]
    return ShownTable(
        key=layout.key,
        title=layout.title,
        stub=layout.stub or _("Scale"),
        groups=groups if len(groups) > 1 else [],
        headers=[column.title for column in columns],
        blocks=blocks,
        notes=[*layout.notes, *_left_out(layout, told), *_dashes(columns, told)],
    )


def _unique(titles: Iterable[Text]) -> list[Text]:
    return list(dict.fromkeys(titles))


def _parted(rows: Rows, by: Callable[[Row], Text]) -> Iterator[tuple[Text, Rows]]:
    for title in _unique(map(by, rows)):
        yield title, [row for row in rows if by(row) == title]


def _is_idle(column: Column, told: Rows) -> bool:
    """Whether it says nothing in any row."""
    said = {column.cell(row) for row in told} - {NOTHING}
    return bool(told) and said <= ({column.kept_for} if column.kept_for else set())


def _lines(layout: Layout, rows: Rows, groups: Sequence[Text]) -> Iterator[TableLine]:
    for name, own in _parted(rows, layout.name):
        by_group = {layout.group(row): row for row in own}
        cells = [cell for group in groups for cell in _cells(layout, by_group.get(group))]
        about = next((said for said in map(layout.about, own) if said), "")
        yield TableLine(name, about, cells, layout.is_main(own[0]))


def _cells(layout: Layout, row: Row | None) -> list[Cell]:
    if row is None:
        return [Cell(NOTHING) for _column in layout.columns]
    if row.people is None:
        return [Cell(FEW, len(layout.columns))]
    return [Cell(column.cell(row)) for column in layout.columns]


def _merged(layout: Layout, rows: Rows, lines: Sequence[TableLine]) -> Sequence[TableLine]:
    """One row in place of all scales, where nothing can be told of any, for the same reason."""
    said = {(line.about, tuple(line.cells)) for line in lines}
    if layout.stub or len(lines) < 2 or len(said) > 1 or any(row.numbers for row in rows):
        return lines
    return [replace(lines[0], name=_("All {count} scales", count=len(lines)), is_main=False)]


def _left_out(layout: Layout, told: Rows) -> Iterator[Text]:
    idle = [column for column in layout.columns if _is_idle(column, told)]
    alike = [own for own in idle if any(own.cell(row) == own.kept_for for row in told)]
    yield from (column.without for column in alike)
    empty = [column for column in idle if column not in alike]
    for why, own in _reasons(empty, told).items():
        yield _("Left out: {columns:list}. {why}", columns=tuple(map(str, own)), why=why)


def _dashes(columns: Iterable[Column], told: Rows) -> Iterator[Text]:
    for why in _reasons(columns, told):
        yield _("Why a dash: {why}", why=why)


def _reasons(columns: Iterable[Column], told: Rows) -> dict[Text, list[Text]]:
    """Why there is no number, with the columns in which there is none."""
    found: dict[Text, list[Text]] = {}
    for column in columns:
        for why in _unique(column.why(row) for row in told if NOTHING in str(column.cell(row))):
            found.setdefault(why, []).append(column.title)
    return found
