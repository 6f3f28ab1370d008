"""Means before and after, joined by a line for each measure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language import _
from app.outcomes.charts.letters import ROW, SIZE, width, wrapped
from app.outcomes.charts.shapes import (
    WIDTH,
    Block,
    Chart,
    ChartTable,
    Dot,
    Line,
    Shape,
    Words,
    below,
    rows_of,
    spread,
)
from app.outcomes.charts.words import FEW, decimal

_LEFT, _RIGHT, _LABELS = 50.0, 138.0, 160.0
_HEAD, _LOWEST, _EACH = ROW + 8, 160.0, 56.0
_NEAR = 6
"""A word this close to its dot needs no line to it."""


@dataclass(frozen=True)
class Slope:
    """Two means of the same people; None: too few to show."""

    label: str
    before: float | None
    after: float | None
    is_quiet: bool = False
    """Whether it is only there to compare others with."""

    @property
    def ends(self) -> tuple[float, float] | None:
        """Both, or nothing to draw."""
        if self.before is None or self.after is None:
            return None
        return self.before, self.after


def slopes(title: str, about: str, times: tuple[str, str], rows: Sequence[Slope]) -> Chart:
    """A line for each measure, its numbers at its ends, its name at the right one.

    `times`: what the two moments are called.
    """
    drawn = [(row, row.ends) for row in rows if row.ends]
    names = [wrapped(row.label, WIDTH - _LABELS - 36) for row, _ends in drawn]
    heights = [len(name) * ROW + 4.0 for name in names]
    high = max(sum(heights), min(_LOWEST, _EACH * len(drawn)))
    shapes = [*_heads(times)]
    if drawn:
        quiet = [row.is_quiet for row, _ends in drawn]
        shapes += [*_lines([ends for _row, ends in drawn], heights, names, quiet, high)]
    y = _HEAD + high + 8 if drawn else _HEAD
    missing = list(_missing([row.label for row in rows if not row.ends], y))
    return Chart(title, about, round(below(missing, y)), (*shapes, *missing), _table(times, rows))


def _heads(times: tuple[str, str]) -> Iterator[Shape]:
    before, after = times
    yield Words("note", 0, SIZE, before)
    yield Words("note", max(_RIGHT - 5, width(before) + 16), SIZE, after)


def _lines(
    ends: Sequence[tuple[float, float]],
    heights: Sequence[float],
    names: Sequence[Sequence[str]],
    quiet: Sequence[bool],
    high: float,
) -> Iterator[Shape]:
    values = [value for pair in ends for value in pair]
    least, most = min(values), max(values)
    room = high - ROW - 4

    def y(value: float) -> float:
        share = (most - value) / (most - least) if most > least else 0.5
        return _HEAD + ROW / 2 + share * room

    lefts = spread([y(a) for a, _b in ends], [float(ROW)] * len(ends), _HEAD, _HEAD + high)
    rights = spread([y(b) for _a, b in ends], heights, _HEAD, _HEAD + high)
    for (before, after), left, right, name, still in zip(
        ends, lefts, rights, names, quiet, strict=True
    ):
        yield from _line(y(before), y(after), is_quiet=still)
        yield from _beside(_LEFT - 8, 40, y(before), left + ROW / 2)
        yield Words("name", 36, left + ROW / 2 + 5, decimal(before, 1), "end")
        yield from _beside(_RIGHT + 8, _LABELS - 3, y(after), right + ROW / 2)
        yield from _named(name, decimal(after, 1), right + ROW / 2 + 5)


def _named(name: Sequence[str], value: str, base: float) -> Iterator[Shape]:
    yield Words("name", _LABELS, base, value)
    for number, row in enumerate(name):
        yield Words("note", _LABELS + 36, base + number * ROW, row)


def _line(before: float, after: float, *, is_quiet: bool) -> Iterator[Shape]:
    yield Line("quiet" if is_quiet else "line", _LEFT, before, _RIGHT, after)
    for x, y in ((_LEFT, before), (_RIGHT, after)):
        yield Block("square", x - 4.5, y - 4.5, 9, 9) if is_quiet else Dot("dot", x, y)


def _beside(near: float, far: float, dot: float, words: float) -> Iterator[Shape]:
    """A thin line from a dot to its words, where they had to be moved."""
    if abs(dot - words) > _NEAR:
        yield Line("lead", near, dot, far, words)


def _missing(labels: Sequence[str], y: float) -> Iterator[Words]:
    if labels:
        said = _("Not shown: {measures:list}", measures=tuple(labels))
        yield from rows_of(str(said), 0, y, WIDTH, "note")


def _table(times: tuple[str, str], rows: Sequence[Slope]) -> ChartTable:
    headers = (str(_("Measure")), *times, str(_("Change")))
    return ChartTable(headers, tuple(_cells(row) for row in rows))


def _cells(row: Slope) -> tuple[str, ...]:
    if row.ends is None:
        return row.label, str(FEW), str(FEW), "–"
    before, after = row.ends
    return row.label, decimal(before), decimal(after), decimal(after - before)
