"""Bars of people below each other, each with its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.language import _
from app.language.styles import number
from app.outcomes.charts.letters import ROW, SIZE, width
from app.outcomes.charts.shapes import WIDTH, Block, Chart, ChartTable, Shape, Words, below, rows_of
from app.outcomes.charts.words import FEW, count
from app.outcomes.disclosure.cells import TOO_FEW, Told

_HIGH, _GAP = 18, 14


@dataclass(frozen=True)
class Bar:
    """So many people of a kind; `whole`: of how many, where that is told."""

    label: str
    people: Told
    whole: int | None = None

    @property
    def text(self) -> str:
        """`23`, or `23 of 50`."""
        if self.people is TOO_FEW:
            return str(FEW)
        if self.whole is None:
            return number(self.people)
        return str(_("{part} of {whole}", part=self.people, whole=self.whole))


def bars(title: str, about: str, values: Sequence[Bar], headers: tuple[str, str]) -> Chart:
    """A bar for each value, its name above it; the longest, or the largest whole, fills the chart.

    `headers`: what the two columns of the table are called, what is counted and how many.
    """
    most = max([1, *(bar.whole or _length(bar) for bar in values)])
    room = (
        WIDTH - max([0.0, *(width(bar.text) for bar in values if bar.people is not TOO_FEW)]) - 10
    )
    shapes: list[Shape] = []
    y = 0.0
    for bar in values:
        name = rows_of(bar.label, 0, y, WIDTH)
        y = below(name, y) + 2
        shapes += [*name, *_drawn(bar, y, room / most)]
        y += _HIGH + _GAP
    rows = tuple((bar.label, bar.text) for bar in values)
    return Chart(title, about, round(max(y - _GAP, ROW)), tuple(shapes), ChartTable(headers, rows))


def _length(bar: Bar) -> int:
    return 0 if bar.people is TOO_FEW else bar.people


def _drawn(bar: Bar, y: float, step: float) -> list[Shape]:
    base = y + (_HIGH + SIZE) / 2 - 2
    if bar.people is TOO_FEW:
        wide = width(bar.text) + 20
        return [Block("few", 0.5, y + 0.5, wide, _HIGH + 3), Words("note", 10, base + 2, bar.text)]
    long = max(bar.people * step, 2)
    track = [Block("track", 0, y, bar.whole * step, _HIGH)] if bar.whole else []
    end = max(long, (bar.whole or 0) * step)
    return [
        *track,
        Block("block", 0, y, long, _HIGH),
        Words("name", end + 8, base, count(bar.people) if bar.whole is None else bar.text),
    ]
