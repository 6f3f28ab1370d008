"""Charts of a report as shapes that a template draws: where each line and word stands.

The numbers are in the table beside each chart; what is to come is dashed, and never a zero.
"""

from collections.abc import Sequence
from typing import NamedTuple

from app.language import Text

WIDTH = 420
_LABELS = 112
_BAR_ROW, _BAR_HIGH, _LONGEST_BAR = 32, 20, 200
LEFT, RIGHT, TOP, HIGH = 36, 384, 12, 192
FLOOR = TOP + HIGH


class Bar(NamedTuple):
    """One bar of people, with its name before it and its number after it."""

    label: Text
    text: Text
    y: int
    width: int
    to_come: bool
    soft: bool


class Bars(NamedTuple):
    """Bars below each other."""

    title: Text
    bars: Sequence[Bar]
    height: int
    left: int = _LABELS
    high: int = _BAR_HIGH


class BarValue(NamedTuple):
    """What a bar shows. `value`: None for what is to come, drawn as long as `guess`."""

    label: Text
    value: int | None
    text: Text
    guess: int = 0
    soft: bool = False


def bars(title: Text, values: Sequence[BarValue]) -> Bars:
    """A bar for each value; the longest fills the chart."""
    most = max([1, *(bar.guess if bar.value is None else bar.value for bar in values)])
    made = [
        Bar(
            bar.label,
            bar.text,
            number * _BAR_ROW,
            max(2, _LONGEST_BAR * (bar.guess if bar.value is None else bar.value) // most),
            bar.value is None,
            bar.soft,
        )
        for number, bar in enumerate(values)
    ]
    return Bars(title, made, max(1, len(made)) * _BAR_ROW)


class Mark(NamedTuple):
    """A word on an axis, at its place on it."""

    text: Text
    at: int
    strong: bool = False


class Slice(NamedTuple):
    """One part of a column."""

    kind: str
    y: int
    height: int


class Column(NamedTuple):
    """A column of people, in parts that stand on each other; none: it is to come."""

    label: Text
    x: int
    middle: int
    slices: Sequence[Slice]
    text: Text
    text_y: int


class Columns(NamedTuple):
    """Columns beside each other."""

    title: Text
    columns: Sequence[Column]
    up: Sequence[Mark]
    wide: int
    left: int = LEFT
    right: int = WIDTH - 8
    top: int = TOP
    floor: int = FLOOR


class ColumnValue(NamedTuple):
    """What a column shows: so many of each kind; None: it is to come."""

    label: Text
    parts: Sequence[tuple[str, int]] | None
    text: Text


def columns(title: Text, values: Sequence[ColumnValue]) -> Columns:
    """A column for each value; the highest fills the chart."""
    most = max([1, *(sum(n for _, n in value.parts) for value in values if value.parts)])
    step = (WIDTH - 8 - LEFT) / max(1, len(values))
    wide = max(4, round(step * 0.68))
    made = []
    for number, value in enumerate(values):
        x = round(LEFT + number * step + (step - wide) / 2)
        slices = _slices(value.parts or (), most)
        text_y = slices[0].y + 14 if slices else FLOOR - HIGH // 2
        made.append(Column(value.label, x, x + wide // 2, slices, value.text, text_y))
    up = [Mark(str(at), FLOOR - at * HIGH // most) for at in sorted({0, most // 2, most})]
    return Columns(title, made, up, wide)


def _slices(parts: Sequence[tuple[str, int]], most: int) -> list[Slice]:
    found, done = [], 0
    for kind, count in parts:
        top, bottom = (FLOOR - HIGH * n // most for n in (done + count, done))
        done += count
        if bottom > top:
            found.append(Slice(kind, top, bottom - top))
    return found
