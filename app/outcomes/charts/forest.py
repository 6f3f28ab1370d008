"""Estimates with their intervals on one axis, and bands that say how large an effect is.

What is measured stands in rows, each named once. Panels are for what comes again, such as waves,
and stand beside each other on axes that are the same; series are for what is compared in a row,
such as two sets of people, and stand below each other in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from app.outcomes.charts.axis import Axis, axis_of
from app.outcomes.charts.effects import Bands, Effect, Forest, Known, Measure, table_of, words_of
from app.outcomes.charts.letters import ROW, SIZE, width, wrapped
from app.outcomes.charts.shapes import (
    WIDTH,
    Block,
    Chart,
    Dot,
    Line,
    Shape,
    Words,
    below,
    flowing,
    rows_of,
)

_GAP, _ENDS, _NAMES, _EACH, _APART, _MARK = 8, 12, 236, 392, 16, 24
"""`_NAMES` and two times `_EACH` are as wide as a page."""


@dataclass(frozen=True)
class _Panel:
    """Where one stands: its plot from `left` to `right`, its numbers up to `end`."""

    number: int
    left: float
    right: float
    end: float
    axis: Axis

    def x(self, value: float) -> float:
        """Where a value stands in the chart."""
        return self.left + self.axis.share(value) * (self.right - self.left)


def forest(of: Forest, panels: Sequence[int], *, wide: bool) -> Chart:
    """Some panels beside each other, zero on their axes.

    A wide one has names at the left of its dots, and room for two panels on a page; the other is of
    one panel, as wide as a phone, and has each name above its dots.
    """
    own = list(_placed(of, panels, wide=wide))
    head, top = _head(of, own)
    rows, end = list[Shape](), top
    for measure in of.measures:
        drawn, end = _row(of, measure, own, end, wide=wide)
        rows += drawn
    if wide:
        rows[:0] = [shape for panel in own for shape in _behind(panel, of.bands, top - 4, end)]
    foot = [shape for panel in own for shape in _foot(panel, end)]
    if of.bands:
        foot += rows_of(str(of.bands.words), 0, end + 12 + ROW, own[-1].end, "note")
    height = below([shape for shape in foot if isinstance(shape, Words)], end)
    shapes, across = (*head, *rows, *foot), round(own[-1].end)
    return Chart(of.title, of.about, round(height), shapes, table_of(of, panels), across)


def _placed(of: Forest, panels: Sequence[int], *, wide: bool) -> Iterator[_Panel]:
    known = [effect for measure in of.measures for panel in measure.effects for effect in panel]
    axis = axis_of([effect for effect in known if isinstance(effect, Effect)])
    values = max((width(words_of(effect)) for effect in known), default=0)
    for place, number in enumerate(panels):
        start = _NAMES + place * _EACH if wide else 0
        end = start + (_EACH if wide else WIDTH)
        left = start + _ENDS + (_APART if wide else 0)
        yield _Panel(number, left, end - values - _ENDS - 8, end, axis)


def _head(of: Forest, own: Sequence[_Panel]) -> tuple[list[Shape], float]:
    """What the series look like and what the panels are called; where the rows begin."""
    made = list[Shape]()
    y = 0.0
    if len(of.series) > 1:
        widths = [_MARK + width(words) + _APART for words in of.series]
        for at, (x, row) in enumerate(flowing(widths, own[-1].end)):
            y = row * ROW
            made += _mark(at, x + 8, y + ROW / 2)
            made.append(Words("note", x + _MARK, y + SIZE, of.series[at]))
        y += ROW + _GAP
    tops = [y]
    for panel in own:
        left = panel.left - _ENDS
        named = rows_of(of.panels[panel.number], left, y, panel.end - left)
        tops.append(below(named, y))
        made += named
    return made, max(tops) + _GAP


def _row(
    of: Forest, measure: Measure, own: Sequence[_Panel], y: float, *, wide: bool
) -> tuple[list[Shape], float]:
    """One measure in all panels, and where the next one begins."""
    ink = "name" if measure.is_main else "label"
    room = _NAMES if wide else WIDTH
    name = [
        Words(ink, 0, y + number * ROW + SIZE, words)
        for number, words in enumerate(wrapped(measure.label, room))
    ]
    top = y if wide else below(name, y)
    made: list[Shape] = [*name]
    for panel in own:
        if not wide:
            made += _behind(panel, of.bands, top, top + len(of.series) * ROW)
        for at, effect in enumerate(measure.effects[panel.number]):
            made += _drawn(effect, panel, at, top + at * ROW, is_main=measure.is_main)
    end = max(below(name, y), top + len(of.series) * ROW)
    return made, end + _GAP


def _drawn(effect: Known, panel: _Panel, at: int, y: float, *, is_main: bool) -> Iterator[Shape]:
    ink = "name" if is_main and not at else "note"
    yield Words(ink, panel.end, y + SIZE, words_of(effect), "end")
    if not isinstance(effect, Effect):
        return
    middle = y + ROW / 2
    if effect.low is not None and effect.high is not None:
        low, high = panel.x(effect.low), panel.x(effect.high)
        stroke = "quiet" if at else "heavy" if is_main else "line"
        yield Line(stroke, low, middle, high, middle)
    if effect.low is None:
        yield Dot("hollow", panel.x(effect.estimate), middle, 5)
    else:
        yield from _mark(at, panel.x(effect.estimate), middle, 7 if is_main else 5)


def _mark(at: int, x: float, middle: float, size: float = 5) -> Iterator[Shape]:
    """The first series has dots, each other one squares."""
    if at:
        yield Block("square", x - 4.5, middle - 4.5, 9, 9)
    else:
        yield Dot("dot", x, middle, size)


def _behind(panel: _Panel, bands: Bands | None, top: float, end: float) -> Iterator[Shape]:
    """Every other band is shaded, either way from zero."""
    axis, high = panel.axis, end - top
    for near, far in list(pairwise((*(bands.edges if bands else ()), inf)))[::2]:
        for least, most in ((near, far), (-far, -near)):
            left, right = (panel.x(min(max(at, axis.low), axis.high)) for at in (least, most))
            if right > left:
                yield Block("band", left, top, right - left, high)
    yield Line("axis", panel.x(0), top, panel.x(0), end)


def _foot(panel: _Panel, y: float) -> Iterator[Shape]:
    """The axis with its numbers: zero first, then those that have room beside what is there."""
    yield Line("axis", panel.left, y, panel.right, y)
    taken = list[tuple[float, float]]()
    for tick, words in sorted(panel.axis.ticks, key=lambda tick: tick[0] != 0):
        yield Line("axis", panel.x(tick), y, panel.x(tick), y + 4)
        half = width(words) / 2
        x = min(max(panel.x(tick), panel.left - _ENDS + half), panel.end - half)
        if all(x - half > right + 6 or x + half < left - 6 for left, right in taken):
            yield Words("note", x, y + 8 + SIZE, words, "middle")
            taken.append((x - half, x + half))
