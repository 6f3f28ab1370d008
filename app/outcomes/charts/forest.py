"""Estimates with their intervals on one axis, and bands that say how large an effect is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil, floor, inf, log10

from app.language import Text, _, pgettext
from app.outcomes.charts.letters import ROW, SIZE, width
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
)
from app.outcomes.charts.words import FEW, NOTHING, decimal
from app.outcomes.disclosure.cells import TOO_FEW, TooFew

_HIGH, _GAP, _ENDS = 20, 10, 16


@dataclass(frozen=True)
class Effect:
    """An estimate; `low` and `high` are None where no interval is told."""

    label: str
    estimate: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Bands:
    """From these sizes on, either way, an effect is called something."""

    edges: tuple[float, ...]
    words: Text
    """What, as a sentence."""


EFFECT_SIZES = Bands(
    (0.2, 0.5, 0.8),
    _(
        "Bands: an effect is called small from {small}, medium from {medium}, large from {large}.",
        small=Decimal("0.2"),
        medium=Decimal("0.5"),
        large=Decimal("0.8"),
    ),
)
"""Cohen 1988; a convention."""
Row = Effect | tuple[str, TooFew]
"""What is shown of a measure: an effect, or its name where there are too few."""


@dataclass(frozen=True)
class _Axis:
    low: float
    high: float
    step: float

    def x(self, value: float) -> float:
        """Where a value stands in the chart."""
        return _ENDS + (value - self.low) / (self.high - self.low) * (WIDTH - 2 * _ENDS)

    @property
    def ticks(self) -> list[float]:
        """Round numbers, with zero among them."""
        first, last = round(self.low / self.step), round(self.high / self.step)
        return [at * self.step for at in range(first, last + 1)]


def forest(title: str, about: str, rows: Sequence[Row], bands: Bands | None = None) -> Chart:
    """A dot with its interval for each effect; zero is on the axis. Without an interval: a ring."""
    axis = _axis([row for row in rows if isinstance(row, Effect)])
    shapes: list[Shape] = []
    y = 0.0
    for row in rows:
        name = _name(row, y)
        y = below(name, y) + 2
        shapes += [*name, *_drawn(row, axis, bands, y)]
        y += _HIGH + _GAP
    foot = list(_foot(axis, bands, y - _GAP + 4))
    end = below([shape for shape in foot if isinstance(shape, Words)], y)
    return Chart(title, about, round(end), (*shapes, *foot), _table(rows))


def _axis(effects: Sequence[Effect]) -> _Axis:
    ends = [0.0, *(end for e in effects for end in (e.estimate, e.low, e.high) if end is not None)]
    low, high = min(ends), max(ends)
    rough = ((high - low) or 1.0) / 5
    power = 10 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return _Axis(step * floor(low / step + 1e-9), step * max(ceil(high / step - 1e-9), 1), step)


def _name(row: Row, y: float) -> list[Words]:
    """What was measured, and its numbers beside it, or below where they have no room."""
    label, value = (row.label, _value(row)) if isinstance(row, Effect) else (row[0], "")
    name = rows_of(label, 0, y, WIDTH)
    if not value:
        return name
    fits = width(name[-1].text) + 16 + width(value) <= WIDTH
    if fits:
        return [*name, Words("note", WIDTH, name[-1].y, value, "end")]
    return [*name, *rows_of(value, 0, below(name, y), WIDTH, "note")]


def _value(row: Effect) -> str:
    """`0.58 (0.36 to 0.80)`."""
    if row.low is None or row.high is None:
        return decimal(row.estimate)
    facts = {"low": decimal(row.low), "high": decimal(row.high)}
    return str(_("{estimate} ({low} to {high})", estimate=decimal(row.estimate), **facts))


def _drawn(row: Row, axis: _Axis, bands: Bands | None, y: float) -> Iterator[Shape]:
    middle = y + _HIGH / 2
    if not isinstance(row, Effect):
        yield Block("few", 0.5, y + 0.5, width(str(FEW)) + 20, _HIGH)
        yield Words("note", 10, middle + 5.5, str(FEW))
        return
    yield from _behind(axis, bands, y)
    if row.low is not None and row.high is not None:
        low, high = axis.x(row.low), axis.x(row.high)
        yield Line("line", low, middle, high, middle)
        for end in (low, high):
            yield Line("line", end, middle - 5, end, middle + 5)
    yield Dot("hollow" if row.low is None else "dot", axis.x(row.estimate), middle, 6)


def _behind(axis: _Axis, bands: Bands | None, y: float) -> Iterator[Shape]:
    """Every other band is shaded, either way from zero."""
    edges = (*(bands.edges if bands else ()), inf)
    for near, far in list(pairwise(edges))[::2]:
        for low, high in ((near, far), (-far, -near)):
            left, right = (axis.x(min(max(end, axis.low), axis.high)) for end in (low, high))
            if right > left:
                yield Block("band", left, y, right - left, _HIGH)
    yield Line("axis", axis.x(0), y, axis.x(0), y + _HIGH)


def _foot(axis: _Axis, bands: Bands | None, y: float) -> Iterator[Shape]:
    yield Line("axis", _ENDS, y, WIDTH - _ENDS, y)
    places = 0 if axis.step >= 1 else -floor(log10(axis.step) + 1e-9)
    taken = float("-inf")
    for tick in axis.ticks:
        yield Line("axis", axis.x(tick), y, axis.x(tick), y + 4)
        words = decimal(tick if abs(tick) > 1e-9 else 0.0, places)
        half = width(words) / 2
        x = min(max(axis.x(tick), half), WIDTH - half)
        if x - half > taken + 6:
            yield Words("note", x, y + 8 + SIZE, words, "middle")
            taken = x + half
    if bands:
        yield from rows_of(str(bands.words), 0, y + 12 + ROW, WIDTH, "note")


def _table(rows: Sequence[Row]) -> ChartTable:
    headers = (
        _("Measure"),
        _("Estimate"),
        pgettext("of an interval", "From"),
        pgettext("of an interval", "To"),
        pgettext("how many", "n"),
    )
    cells = (
        (row[0], str(FEW), NOTHING, NOTHING, NOTHING)
        if not isinstance(row, Effect)
        else _cells(row)
        for row in rows
    )
    return ChartTable(tuple(map(str, headers)), tuple(cells))


def _cells(row: Effect) -> tuple[str, ...]:
    ends = (NOTHING if end is None else decimal(end) for end in (row.low, row.high))
    return (row.label, decimal(row.estimate), *ends, str(row.n))


def too_few(label: str) -> Row:
    """A measure of which there are too few to show it."""
    return label, TOO_FEW
