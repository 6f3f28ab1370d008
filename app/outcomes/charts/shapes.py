"""What a chart is made of: shapes in its own units, and the table that says the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar

from app.language import Text
from app.outcomes.charts.letters import ROW, SIZE, wrapped
from app.outcomes.charts.words import FEW

WIDTH = 360
"""Of a chart in half a page, on paper, and on a phone; everything in it is drawn to it."""
HALF = ROW / 2

_ACCENT, _WARM, _EDGE, _INK, _MUTED = "#0f5a5e", "#a8480f", "#7f8590", "#1c2430", "#586171"
_SURFACE, _SUNKEN, _LINE = "#fff", "#efebe3", "#e2ddd3"
_TEXT = {"font-family": "Inter, sans-serif", "font-size": f"{SIZE}"}  # not shown
_PART = {"stroke": _EDGE, "stroke-width": "1"}

INKS: dict[str, dict[str, str]] = {
    "name": _TEXT | {"fill": _INK, "font-weight": "600"},
    "label": _TEXT | {"fill": _INK},
    "note": _TEXT | {"fill": _MUTED},
    "on-fill": _TEXT | {"fill": _SURFACE, "font-weight": "600"},
    "block": {"fill": _ACCENT},
    "track": {"fill": _SUNKEN},
    "few": {"fill": "none", "stroke": _EDGE, "stroke-dasharray": "3 3"},
    "frame": {"fill": _SURFACE, "stroke": _EDGE, "stroke-width": "1.5"},
    "band": {"fill": _SUNKEN},
    "grid": {"stroke": _LINE},
    "axis": {"stroke": _EDGE, "stroke-width": "1.5"},
    "line": {"stroke": _ACCENT, "stroke-width": "2.5"},
    "heavy": {"stroke": _ACCENT, "stroke-width": "4.5"},
    "quiet": {"stroke": _EDGE, "stroke-width": "2.5"},
    "lead": {"stroke": _EDGE},
    "dot": {"fill": _ACCENT, "stroke": _SURFACE, "stroke-width": "1.5"},
    "square": {"fill": _EDGE, "stroke": _SURFACE, "stroke-width": "1.5"},
    "hollow": {"fill": _SURFACE, "stroke": _ACCENT, "stroke-width": "2.5"},
    "less-3": _PART | {"fill": _WARM},
    "less-2": _PART | {"fill": _WARM, "fill-opacity": "0.5"},
    "less-1": _PART | {"fill": _WARM, "fill-opacity": "0.2"},
    "middle": _PART | {"fill": _SUNKEN},
    "more-1": _PART | {"fill": _ACCENT, "fill-opacity": "0.2"},
    "more-2": _PART | {"fill": _ACCENT, "fill-opacity": "0.5"},
    "more-3": _PART | {"fill": _ACCENT},
}
"""How each kind of shape is drawn where no style of a page reaches it: in daylight, on paper."""


@dataclass(frozen=True)
class Shape:
    """Something that is drawn in an ink of `INKS`."""

    kind: ClassVar[str]
    ink: str

    @property
    def paint(self) -> dict[str, str]:
        """Its attributes in a drawing."""
        return INKS[self.ink]


@dataclass(frozen=True)
class Block(Shape):
    """A rectangle."""

    kind = "block"
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line(Shape):
    """A straight line."""

    kind = "line"
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Dot(Shape):
    """A circle around a point."""

    kind = "dot"
    x: float
    y: float
    radius: float = 5


@dataclass(frozen=True)
class Words(Shape):
    """A row of words; `y` is what they stand on."""

    kind = "words"
    x: float
    y: float
    text: str
    anchor: str = "start"


@dataclass(frozen=True)
class ChartTable:
    """The numbers of a chart: what stands first in a row is what the row is about."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    worded: tuple[int, ...] = ()
    """Which columns say no numbers; the first one never does."""


@dataclass(frozen=True)
class Chart:
    """A drawing and its table."""

    title: str
    about: str
    """How to read it, for those who see it and those who do not."""
    height: int
    shapes: tuple[Shape, ...]
    table: ChartTable
    width: int = WIDTH

    few: ClassVar[Text] = FEW
    """What stands in a cell of the table where there are too few."""

    @property
    def key(self) -> str:
        """Names it in a page, where its title and its words for those who do not see it are."""
        return f"chart-{blake2b(repr(self).encode(), digest_size=6).hexdigest()}"


def rows_of(
    words: str, x: float, top: float, room: float, ink: str = "name", anchor: str = "start"
) -> list[Words]:
    """Words in as many rows as they need, the first one `top` units from the top."""
    return [
        Words(ink, x, top + number * ROW + SIZE, text, anchor)
        for number, text in enumerate(wrapped(words, room))
    ]


def below(shapes: Iterable[Words], top: float) -> float:
    """Where there is room again below rows of words; the top where there are none."""
    return max([top, *(shape.y - SIZE + ROW for shape in shapes)])


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Where things stand that want to be at some heights (their middles), none over another.

    They keep their order and stay between the limits, if there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    tops = dict[int, float]()
    floor = low
    for at in order:
        tops[at] = floor = max(floor, wanted[at] - heights[at] / 2)
        floor += heights[at]
    ceiling = high
    for at in reversed(order):
        tops[at] = ceiling = min(tops[at], ceiling - heights[at])
    return [tops[at] for at in range(len(wanted))]


def flowing(widths: Sequence[float], room: float) -> Iterator[tuple[float, int]]:
    """Where things of these widths stand beside each other, in as many rows as it takes."""
    x, row = 0.0, 0
    for wide in widths:
        if x and x + wide > room:
            x, row = 0.0, row + 1
        yield x, row
        x += wide
