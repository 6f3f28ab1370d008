"""Charts of answers as shapes that a template draws; their numbers stand in the same row."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

WIDE = 200
"""Units of a bar that is as long as can be."""
SHADES = 7
"""Colors from the lowest point of a scale to the highest."""


class Slice(NamedTuple):
    """A part of a bar."""

    x: Decimal
    width: Decimal
    shade: int
    """From 0 for the lowest point to 6 for the highest."""


def slices(counts: Sequence[int]) -> list[Slice]:
    """One bar for all answers on a scale, in parts as long as their points were often chosen."""
    whole, done, found = sum(counts), 0, []
    for at, count in enumerate(counts):
        x, end = _part(done, whole), _part(done + count, whole)
        done += count
        if count:
            found.append(Slice(x, end - x, shade(at, len(counts))))
    return found


def shade(at: int, points: int) -> int:
    """The color of a point: those at the ends are the same on every scale."""
    return (SHADES - 1) // 2 if points < 2 else round(at * (SHADES - 1) / (points - 1))


def length(count: int, whole: int) -> Decimal:
    """How long a bar for so many of all is."""
    return _part(count, whole)


def sparkline(shares: Sequence[Decimal]) -> str:
    """The points of a line over percentages from 0 to 100, in a box of 60 by 20; none for one."""
    if len(shares) < 2:
        return ""
    step = Decimal(60) / (len(shares) - 1)
    each = (f"{at * step:.1f},{20 - share / 5:.1f}" for at, share in enumerate(shares))  # not shown
    return " ".join(each)


def _part(count: int, whole: int) -> Decimal:
    return (Decimal(WIDE * count) / whole).quantize(Decimal("0.1")) if whole else Decimal(0)
