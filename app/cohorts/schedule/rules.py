"""What of a cohort's schedule comes next, and what is behind a learner; pure.

What somebody signed is given as the positions of those units.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from app.cohorts.rules import has_ended

if TYPE_CHECKING:
    from app.cohorts.queries import UnitRow


@dataclass(frozen=True)
class CohortPeriod:
    """When a cohort's first unit opens, if it has one, and when it closes."""

    begins: datetime | None
    closes: datetime
    is_series: bool = False


class UnitsToSign(NamedTuple):
    """The open units with a module that are not signed."""

    next: UnitRow | None
    """The one that opened last."""
    earlier: Sequence[UnitRow]


class Extent(NamedTuple):
    """How much there is in a cohort."""

    modules: int
    sessions: int
    """Those that take place, and those that were to and were not held."""


def shortest_session(units: Iterable[UnitRow]) -> int | None:
    """How many minutes the shortest of the sessions that take place lasts; None without any."""
    held = (unit for unit in units if unit.starts_at is not None and not unit.canceled)
    return min((unit.minutes for unit in held), default=None)


def extent_of(units: Iterable[UnitRow]) -> Extent:
    """How many modules and sessions some units are."""
    known = list(units)
    return Extent(
        sum(unit.module_version_id is not None for unit in known),
        sum(unit.starts_at is not None and (not unit.canceled or unit.not_held) for unit in known),
    )


def cohort_to_show(periods: Sequence[CohortPeriod], now: datetime) -> int:
    """Which cohort home shows: the newest running one, else the next to come, else the newest.

    A series only where somebody is in nothing else: it waits for nobody.
    """
    numbered = list(enumerate(periods))
    those = [(n, period) for n, period in numbered if not period.is_series] or numbered
    begun = [
        (period.begins, n)
        for n, period in those
        if period.begins and period.begins <= now < period.closes
    ]
    coming = [(period.begins, n) for n, period in those if period.begins and now < period.begins]
    if begun:
        return max(begun)[1]
    if coming:
        return min(coming)[1]
    return max((period.closes, n) for n, period in those)[1]


def units_to_sign(units: Sequence[UnitRow], signed: Collection[int], now: datetime) -> UnitsToSign:
    """What waits for its learner's signature."""
    waiting = [
        unit
        for unit in units
        if unit.module_version_id is not None and unit.position not in signed and unit.is_open(now)
    ]
    if not waiting:
        return UnitsToSign(None, ())
    newest = max(waiting, key=lambda unit: (unit.opens_at, unit.position))
    return UnitsToSign(newest, [unit for unit in waiting if unit is not newest])


def is_behind_learner(unit: UnitRow, signed: Collection[int], now: datetime) -> bool:
    """Whether a unit is done: signed, or, without a module, its session over."""
    if unit.module_version_id is not None or unit.starts_at is None:
        return unit.position in signed
    return has_ended(unit.starts_at, unit.minutes, now)


def next_session(units: Sequence[UnitRow], now: datetime) -> UnitRow | None:
    """The unit whose session comes first of those that have not ended and are not canceled.

    By time and not by position: a session that was moved may come after the next one.
    """
    return _first([unit for unit in units if _is_to_come(unit, now)])


def case_to_read(units: Sequence[UnitRow], now: datetime) -> UnitRow | None:
    """The first open unit without a module whose session is still to come."""
    return _first(
        [
            unit
            for unit in units
            if unit.module_version_id is None
            and unit.case_version_id is not None
            and unit.is_case_open(now)
            and _is_to_come(unit, now)
        ]
    )


def _first(units: Sequence[UnitRow]) -> UnitRow | None:
    return min(
        units, key=lambda unit: (unit.starts_at or unit.opens_at, unit.position), default=None
    )


def _is_to_come(unit: UnitRow, now: datetime) -> bool:
    if unit.starts_at is None or unit.canceled:
        return False
    return not has_ended(unit.starts_at, unit.minutes, now)
