"""Answers on a scale as bars that part at its middle: less to the left, more to the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.language import _
from app.language.styles import number
from app.outcomes.charts.letters import ROW, SIZE, width
from app.outcomes.charts.shapes import (
    WIDTH,
    Block,
    Chart,
    ChartTable,
    Line,
    Shape,
    Words,
    below,
    flowing,
    rows_of,
)
from app.outcomes.charts.words import FEW, NOTHING, answers, count
from app.outcomes.disclosure.cells import TOO_FEW, Told
from app.outcomes.disclosure.rules import rounded_percent

_HIGH, _GAP, _SWATCH = 24, 16, 14
_DARK = {"less-3", "more-3"}


@dataclass(frozen=True)
class Answers:
    """How many chose each point of a scale, from the lowest; of each or of some, too few."""

    label: str
    counts: tuple[Told, ...]

    @property
    def told(self) -> tuple[int, ...] | None:
        """The counts, if none of them is held back: else there is nothing to draw."""
        known = tuple(n for n in self.counts if n is not TOO_FEW)
        return known if len(known) == len(self.counts) else None

    @property
    def n(self) -> int | None:
        """How many answered, if that is told."""
        return None if self.told is None else sum(self.told)


def diverging(title: str, about: str, scale: Sequence[str], items: Sequence[Answers]) -> Chart:
    """A bar for each item, its parts in percent; all of them part at the middle of the scale.

    `scale`: what the points are called, from the lowest. Two points or more.
    """
    inks = _inks(len(scale))
    shapes, y = _legend(scale, inks)
    told = [item.told for item in items if item.told and item.n]
    left, right = (max([0.0, *(_side(counts, side) for counts in told)]) for side in (0, 1))
    step = WIDTH / max(left + right, 0.01)
    for item in items:
        name = _name(item, y)
        y = below(name, y) + 4
        shapes += [*name, *_bar(item, y, left * step, step, inks)]
        y += _HIGH + _GAP
    return Chart(title, about, round(y - _GAP + 5), tuple(shapes), _table(scale, items))


def _inks(points: int) -> list[str]:
    """The further from the middle, the darker."""
    half = points // 2
    levels = [-(-3 * away // half) for away in range(1, half + 1)]
    middle = ["middle"] if points % 2 else []
    return [f"less-{level}" for level in levels[::-1]] + middle + [f"more-{n}" for n in levels]


def _side(counts: Sequence[int], side: int) -> float:
    """The share of the answers on one side; those in the middle are half on each."""
    half = len(counts) // 2
    outside = sum(counts[:half] if side == 0 else counts[len(counts) - half :])
    middle = counts[half] if len(counts) % 2 else 0
    return (outside + middle / 2) / sum(counts)


def _legend(scale: Sequence[str], inks: Sequence[str]) -> tuple[list[Shape], float]:
    shapes: list[Shape] = []
    row = 0
    widths = [_SWATCH + 6 + width(name) + 16 for name in scale]
    for (x, row), name, ink in zip(flowing(widths, WIDTH + 16), scale, inks, strict=True):
        shapes.append(Block(ink, x + 0.5, row * ROW + 2.5, _SWATCH, _SWATCH))
        shapes.append(Words("note", x + _SWATCH + 6, row * ROW + SIZE, name))
    return shapes, (row + 1) * ROW + 12


def _name(item: Answers, y: float) -> list[Words]:
    """What was asked, and how many answered, beside its last row or below it."""
    name = rows_of(item.label, 0, y, WIDTH)
    n = "" if item.n is None else answers(item.n)
    fits = width(name[-1].text) + 16 + width(n) <= WIDTH
    base = name[-1].y if fits else name[-1].y + ROW
    return [*name, *([Words("note", WIDTH, base, n, "end")] if n else [])]


def _bar(
    item: Answers, y: float, middle: float, step: float, inks: Sequence[str]
) -> Iterator[Shape]:
    if not item.told or not item.n:
        words = str(FEW if item.told is None else _("No answers"))
        yield Block("few", 0.5, y + 0.5, width(words) + 20, _HIGH - 1)
        yield Words("note", 10, y + _HIGH / 2 + 5, words)
        return
    x = middle - _side(item.told, 0) * step
    for chosen, ink in zip(item.told, inks, strict=True):
        wide = chosen / item.n * step
        if chosen:
            yield Block(ink, x, y, wide, _HIGH)
        percent = number(round(100 * chosen / item.n))
        if chosen and width(percent) + 6 <= wide:
            over = "on-fill" if ink in _DARK else "name"
            yield Words(over, x + wide / 2, y + _HIGH / 2 + 5, percent, "middle")
        x += wide
    for end, out in ((y, -4), (y + _HIGH, 4)):
        yield Line("axis", middle, end, middle, end + out)


def _table(scale: Sequence[str], items: Sequence[Answers]) -> ChartTable:
    headers = (str(_("Question")), *scale, str(_("Answers")))
    rows = tuple(
        (
            item.label,
            *(_cell(chosen, item.n) for chosen in item.counts),
            NOTHING if item.n is None else number(item.n),
        )
        for item in items
    )
    return ChartTable(headers, rows)


def _cell(chosen: Told, n: int | None) -> str:
    """`12 (28%)`, or `0`."""
    percent = rounded_percent(chosen, n or 0)
    if not chosen or chosen is TOO_FEW or percent is TOO_FEW or percent is None:
        return count(chosen)
    return str(_("{count} ({percent}%)", count=chosen, percent=percent))
