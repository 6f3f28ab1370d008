"""What of an analysis is looked at first, and how large a difference of arms is. Pure.

A difference of arms that the mixed model gives is in points of the scale. `standardized` divides it
by the deviation that people had at the first wave, of both arms together (Cohen's d): of those who
are compared with themselves in both arms, since the deviation of all is not always shown.
"""

import math
from collections.abc import Iterable, Sequence

from app.outcomes.projects.analyses.records import InstrumentNames, Row, RowKind
from app.packs.instruments.names import COMPOSITE

ITT, PER_PROTOCOL = "intention_to_treat", "per_protocol"


def scales_in_order(names: InstrumentNames) -> list[str]:
    """Codes of the scales: that over all questions first, the others as the instrument has them."""
    return sorted(names.scales, key=lambda code: code != COMPOSITE)


def main_scale(names: InstrumentNames) -> str:
    """The scale that is told first: that over all questions, else the first one."""
    return scales_in_order(names)[0]


def of_instrument(rows: Iterable[Row], names: InstrumentNames) -> list[Row]:
    """What was found in one instrument."""
    return [row for row in rows if (row.instrument, row.version) == (names.key, names.version)]


def asks_learners(rows: Iterable[Row]) -> bool:
    """Whether learners answered about themselves; else only their mentees did."""
    return any(row.kind is RowKind.SCALE and not row.of["is_mentee"] for row in rows)


def waves_of(rows: Iterable[Row], *, is_mentee: bool = False) -> list[int]:
    """Months at which there are answers."""
    found = (
        int(row.of["wave"])
        for row in rows
        if row.kind is RowKind.SCALE and row.of["is_mentee"] is is_mentee
    )
    return sorted(set(found))


def changes_of(rows: Iterable[Row], scale: str, *, is_mentee: bool = False) -> list[Row]:
    """The changes of one scale since the first wave, as they were rated at each."""
    return [
        row
        for row in rows
        if row.kind is RowKind.CHANGE
        and (row.of["kind"], row.of["scale"]) == ("post_minus_pre", scale)
        and row.of["is_mentee"] is is_mentee
    ]


def arms_of(rows: Iterable[Row], scale: str, population: str) -> list[Row]:
    """The comparisons of arms in one scale and one set of people."""
    return [
        row
        for row in rows
        if row.kind is RowKind.ARMS
        and (row.of["scale"], row.of["population"]) == (scale, population)
    ]


def standardized(contrast: Row, rows: Iterable[Row], reference: str) -> float | None:
    """Cohen's d of a difference of arms; None where a deviation of one is not told, or is none."""
    estimate, scale = contrast.numbers.get("estimate"), str(contrast.of["scale"])
    if not isinstance(estimate, float):
        return None
    sides = [
        row
        for row in changes_of(rows, scale)
        if row.of["to_wave"] == contrast.of["wave"]
        and row.of["arm"] in {contrast.of["arm"], reference}
    ]
    pooled = _pooled(sides)
    return estimate / pooled if pooled else None


def _pooled(sides: Sequence[Row]) -> float | None:
    """The deviation within two arms before anything happened."""
    known = [((row.people or {}).get("n"), row.numbers.get("sd_before")) for row in sides]
    told = [(n, sd) for n, sd in known if n is not None and isinstance(sd, float)]
    if len(told) != 2:
        return None
    return math.sqrt(sum((n - 1) * sd**2 for n, sd in told) / sum(n - 1 for n, _sd in told))
