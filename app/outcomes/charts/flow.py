"""How many people went which way through a trial, in boxes, as CONSORT draws it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.language import _
from app.outcomes.charts.letters import ROW, wrapped
from app.outcomes.charts.shapes import (
    WIDTH,
    Block,
    Chart,
    ChartTable,
    Line,
    Shape,
    Words,
    below,
    rows_of,
)
from app.outcomes.charts.words import NOTHING, count
from app.outcomes.disclosure.cells import Told

_PAD, _DOWN, _BETWEEN, _NARROWEST = 10.0, 22.0, 12.0, 232.0
_BESIDE = 20.0
"""From the way down to the box beside it."""


@dataclass(frozen=True)
class Counted:
    """So many of whom something is so."""

    what: str
    people: Told


@dataclass(frozen=True)
class Step:
    """A box: how many came here, what is said of them, and who left before the next one."""

    here: Counted
    of_them: Sequence[Counted] = ()
    left: Sequence[Counted] = field(default=())
    """The first one is how many left, the others why."""


@dataclass(frozen=True)
class Arm:
    """A way through the trial, from the allocation on."""

    name: str
    steps: Sequence[Step]


def flow(title: str, about: str, before: Sequence[Step], arms: Sequence[Arm]) -> Chart:
    """Boxes below each other until people are allocated, then a column of boxes for each arm."""
    wide = max(WIDTH, round(len(arms) * _NARROWEST + (len(arms) - 1) * _BETWEEN))
    shapes: list[Shape] = []
    y = _column(shapes, before, (1.0, 1.0, wide - 2.0))
    column = (wide - 2 - (len(arms) - 1) * _BETWEEN) / max(len(arms), 1)
    ends = [y]
    if before and arms:
        y = _forked(
            shapes, [1 + at * (column + _BETWEEN) + column / 2 for at in range(len(arms))], wide, y
        )
    names = [wrapped(arm.name, column) for arm in arms]
    for at, arm in enumerate(arms):
        x = 1 + at * (column + _BETWEEN)
        shapes += rows_of(arm.name, x + column / 2, y, column, anchor="middle")
        first = y + max(map(len, names)) * ROW + 2
        ends.append(_column(shapes, arm.steps, (x, first, column)))
    return Chart(title, about, round(max(ends) + 1), tuple(shapes), _table(before, arms), wide)


def _column(shapes: list[Shape], steps: Sequence[Step], at: tuple[float, float, float]) -> float:
    """Add steps below each other; where the last one ends."""
    x, y, wide = at
    for number, step in enumerate(steps):
        y = _grown(shapes, step, (x, y, wide), last=number == len(steps) - 1)
    return y


def _grown(shapes: list[Shape], step: Step, at: tuple[float, float, float], *, last: bool) -> float:
    """Add a step's box and that of who left beside the way down; where the next one begins."""
    x, y, wide = at
    y = _boxed(shapes, [step.here, *step.of_them], (x, y, wide), "name")
    middle, top = x + _way_down(wide), y
    if step.left:
        indent = _way_down(wide) + _BESIDE
        y = _boxed(shapes, step.left, (x + indent, y + 12, wide - indent), "note")
        beside = top + 12 + ROW
        shapes += [
            Line("axis", middle, beside, x + indent, beside),
            *_head(x + indent, beside, 1, 0),
        ]
    if not last:
        shapes += [Line("axis", middle, top, middle, y + _DOWN), *_head(middle, y + _DOWN, 0, 1)]
        return y + _DOWN
    if step.left:
        shapes.append(Line("axis", middle, top, middle, top + 12 + ROW))
    return y


def _way_down(wide: float) -> float:
    """In the middle where there is room beside it, else at the left, so that boxes stay wide."""
    return wide / 2 if wide >= WIDTH else 24.0


def _boxed(
    shapes: list[Shape], lines: Sequence[Counted], at: tuple[float, float, float], ink: str
) -> float:
    x, y, wide = at
    bottom = y + _PAD - 4
    words: list[Words] = []
    for number, line in enumerate(lines):
        rows = rows_of(_said(line), x + _PAD, bottom, wide - 2 * _PAD, "note" if number else ink)
        words += rows
        bottom = below(rows, bottom)
    shapes += [Block("frame", x, y, wide, bottom + _PAD - 4 - y), *words]
    return bottom + _PAD - 4


def _forked(shapes: list[Shape], columns: Sequence[float], wide: float, y: float) -> float:
    """The ways from the last common box to the arms."""
    fork, end = y + _DOWN / 2, y + _DOWN + 4
    shapes.append(Line("axis", wide / 2, y, wide / 2, fork))
    shapes.append(Line("axis", columns[0], fork, columns[-1], fork))
    for x in columns:
        shapes += [Line("axis", x, fork, x, end), *_head(x, end, 0, 1)]
    return end


def _head(x: float, y: float, right: int, down: int) -> Iterator[Shape]:
    """The point of an arrow."""
    for side in (-4, 4):
        yield Line("axis", x, y, x - 6 * right + side * down, y - 6 * down + side * right)


def _said(line: Counted) -> str:
    """`Allocated: 24`."""
    return str(_("{what}: {number}", what=line.what, number=count(line.people)))


def _table(before: Sequence[Step], arms: Sequence[Arm]) -> ChartTable:
    headers = (str(_("People")), str(_("Arm")), str(_("Number")))
    rows = [("", line) for step in before for line in _lines(step)]
    rows += [(arm.name, line) for arm in arms for step in arm.steps for line in _lines(step)]
    cells = ((line.what, arm or NOTHING, count(line.people)) for arm, line in rows)
    return ChartTable(headers, tuple(cells), worded=(1,))


def _lines(step: Step) -> list[Counted]:
    return [step.here, *step.of_them, *step.left]
