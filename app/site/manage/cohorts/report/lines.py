"""The lines of a report, with their names where there is room for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from textwrap import wrap
from typing import NamedTuple

from app.language import Text
from app.site.manage.cohorts.report.charts import FLOOR, HIGH, LEFT, TOP, Mark

_RIGHT = 296
"""What is right of it has room for the names of lines."""
_LETTER, _ROW, _LETTERS = 8, 17, 14
"""How wide a letter of a name is, how high a row of it, and how many letters go into a row.

As on a phone, where the letters of a chart are larger.
"""
_AWAY, _STEP = 8, 5
"""How far a name stands from the end of its line, and by how much it is moved to find room."""


class Dot(NamedTuple):
    """One value of a line."""

    x: int
    y: int


class Box(NamedTuple):
    """Where the name of a line stands."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def baseline(self) -> int:
        """Of its first row."""
        return self.top + _ROW - 4

    def meets(self, other: "Box") -> bool:
        """Whether two names would lie on each other."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def is_crossed_by(self, dots: Sequence[Dot]) -> bool:
        """Whether a line runs through it."""
        heights = (y for a, b in pairwise(dots) for y in self._heights(a, b))
        return any(self.top - 2 <= y <= self.bottom + 2 for y in heights)

    def _heights(self, a: Dot, b: Dot) -> Iterator[float]:
        for x in range(max(a.x, self.left), min(b.x, self.right) + 1, 4):
            yield a.y + (b.y - a.y) * (x - a.x) / max(1, b.x - a.x)


class Line(NamedTuple):
    """One line, from step to step; the first of a chart is the one that it is about."""

    number: int
    """Which of the cohorts it is: one without values has no line and keeps its look."""
    dots: Sequence[Dot]
    name: Sequence[Text]
    """In rows."""
    name_at: Box

    @property
    def points(self) -> str:
        """As SVG has it."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


class Lines(NamedTuple):
    """Lines over the same steps, in percent."""

    title: Text
    lines: Sequence[Line]
    across: Sequence[Mark]
    up: Sequence[Mark]
    now: int | None
    """Where the last step that is told of stands, if others are to come."""
    left: int = LEFT
    right: int = _RIGHT
    top: int = TOP
    floor: int = FLOOR
    row: int = _ROW


class Series(NamedTuple):
    """What a line shows: percents by the number of their step, and what it is called."""

    name: Sequence[Text]
    values: Mapping[int, int]


def in_rows(name: str) -> list[str]:
    """A name in rows that fit beside a chart."""
    return wrap(name, _LETTERS)


def lines(title: Text, series: Sequence[Series], labels: Sequence[Text]) -> Lines:
    """A line for each series that has values. `labels`: the names of the steps."""
    at = [
        LEFT + number * (_RIGHT - LEFT) // max(1, len(labels) - 1) for number in range(len(labels))
    ]
    drawn = [
        [Dot(at[number], _height(value)) for number, value in sorted(of.values.items())]
        for of in series
    ]
    made: list[Line] = []
    for which, (of, dots) in enumerate(zip(series, drawn, strict=True)):
        if dots:
            others = [other for other in drawn if other is not dots]
            box = _place(of.name, dots[-1], others, [line.name_at for line in made])
            made.append(Line(which, dots, of.name, box))
    newest = max(series[0].values, default=None)
    across = [Mark(name, at[number], number == newest) for number, name in enumerate(labels)]
    up = [Mark(str(value), _height(value)) for value in (0, 25, 50, 75, 100)]
    now = at[newest] if newest is not None and newest < len(labels) - 1 else None
    return Lines(title, made, across, up, now)


def _height(percent: int) -> int:
    return FLOOR - percent * HIGH // 100


def _place(
    name: Sequence[Text], end: Dot, others: Iterable[Sequence[Dot]], taken: Iterable[Box]
) -> Box:
    """Right of the end of its line; above or below it, where another line or name is."""
    left, high = end.x + _AWAY, _ROW * len(name)
    right = left + _LETTER * max(len(str(row)) for row in name)
    beside = end.y - high // 2
    places = [
        Box(left, beside + away, right, beside + away + high)
        for away in sorted(range(-HIGH, HIGH, _STEP), key=abs)
        if TOP - _ROW <= beside + away <= FLOOR - high
    ]
    lines, names = list(others), list(taken)

    def in_the_way(box: Box) -> tuple[int, int]:
        return sum(map(box.meets, names)), sum(map(box.is_crossed_by, lines))

    return min(places, key=in_the_way)  # of those that are alike the nearest
