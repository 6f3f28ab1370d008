"""Credit arithmetic. Pure, in whole minutes and integer quarters.

A quarter is 0.25 credit, or 15 minutes of participation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from app.credit.enums import ComponentKind, StepRounding
from app.credit.ledger import Ledger
from app.credit.minutes.rules import (
    Rate,
    Rates,
    of_enduring,
    of_modules,
    of_sessions,
    rates_from,
    rates_read,
    since_of,
)
from app.credit.systems.rules import Designated, in_steps, of_key, systems_for
from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.credit.models import Activity, Component

MINUTES_A_QUARTER = 15


class Rounding(StrEnum):
    """Where exactly half a quarter goes."""

    HALF_UP = "half_up"
    HALF_DOWN = "half_down"


@dataclass(frozen=True)
class ApprovedActivity:
    """What the provider approved: a cohort's activity with its components."""

    activity: Activity
    components: tuple[Component, ...]
    designated: tuple[Designated, ...] = ()
    """What can be claimed in it, in the order in which it is looked through."""

    def rates_of(self, component: Component) -> Rates:
        """What one module or session of a component earns, and since when."""
        approved_at = self.activity.approved_at
        always = (Rate(approved_at, component.minutes_each),)
        return rates_read(component.rates, approved_at) or always

    def since_of(self, own: Designated) -> datetime:
        """From when on work counts in what it is designated for."""
        return max(self.activity.approved_at, own.since or self.activity.approved_at)

    def most_in(self, system: str) -> int:
        """How much can be claimed in a system at most, in quarters; 0: nothing."""
        own = of_key(system, self.designated)
        return (own.max_quarters or 0) if own else 0


@dataclass(frozen=True)
class EarnedPart:
    """What one component earned: the raw minutes of so many modules or sessions, and a maximum."""

    kind: ComponentKind
    count: int
    minutes: int
    max_minutes: int
    by_unit: Mapping[int, int] = field(default_factory=dict)
    """The minutes by the position of their unit; none where there were none."""
    since: datetime | None = None
    """From when on it was designated for the system; what was before earned nothing."""

    @property
    def counted_minutes(self) -> int:
        """The raw minutes, up to the component's maximum."""
        return min(self.minutes, self.max_minutes)


@dataclass(frozen=True)
class Eligibility:
    """The most one person may claim, and how it came about."""

    parts: tuple[EarnedPart, ...]
    quarters: int
    designated_quarters: int
    """The most of the system that they claim in."""
    step_quarters: int = 1

    @property
    def minutes(self) -> int:
        """All minutes that count, before the one rounding."""
        return sum(part.counted_minutes for part in self.parts)

    @property
    def raw_minutes(self) -> int:
        """The same without the maximum of each part: what `minutes_of` adds up to."""
        return sum(part.minutes for part in self.parts)

    def minutes_of(self, position: int) -> int:
        """The minutes that a unit earned, by its module and its session."""
        return sum(part.by_unit.get(position, 0) for part in self.parts)


def eligible(
    ledger: Ledger, approved: ApprovedActivity, policy: PolicyData, now: datetime
) -> Eligibility:
    """The credit a person has earned in the system that is theirs."""
    own = own_system(ledger, approved, policy, now)
    return eligible_in(ledger, approved, own, policy, now)


def own_system(
    ledger: Ledger, approved: ApprovedActivity, policy: PolicyData, now: datetime
) -> Designated | None:
    """In what it is suggested that somebody claims, as who they are known to be.

    A system that is younger than the activity is theirs once they have earned something in it, and
    no less than in what was theirs before: an addition takes nothing from anybody.
    """
    fitting = _until_old(ledger, approved.designated)
    if len(fitting) < 2 and all(own.since is None for own in fitting):
        return next(iter(fitting), None)  # so it is nearly always, and nothing is added up
    earned = [eligible_in(ledger, approved, own, policy, now) for own in fitting]
    found = (
        own
        for place, own in enumerate(fitting)
        if own.since is None or _takes_nothing(earned[place], earned[place + 1 :])
    )
    return next(found, None)


def _until_old(ledger: Ledger, designated: tuple[Designated, ...]) -> list[Designated]:
    """What fits somebody, in order, up to the first that is as old as the activity."""
    found: list[Designated] = []
    for own in systems_for(ledger.profession, ledger.profession_verified_at, designated):
        found.append(own)
        if own.since is None:
            break
    return found


def _takes_nothing(young: Eligibility, others: Sequence[Eligibility]) -> bool:
    """Whether no other counts more. Where the same minutes count, its own rounding is no loss."""
    return young.quarters > 0 and all(
        young.quarters >= other.quarters or young.minutes == other.minutes for other in others
    )


def eligible_in(
    ledger: Ledger,
    approved: ApprovedActivity,
    designated: Designated | None,
    policy: PolicyData,
    now: datetime,
) -> Eligibility:
    """The credit earned in a system: sum raw minutes, cap, round once, cap as designated.

    None of it where the activity is designated for nothing that is theirs.
    """
    since = designated.since if designated else None
    parts = tuple(
        _part(component, ledger, approved, since, policy, now) for component in approved.components
    )
    if designated is None or designated.max_quarters is None:
        return Eligibility(parts, 0, 0)
    minutes = sum(part.counted_minutes for part in parts)
    system, most = designated.system, designated.max_quarters
    step, tie = system.step_quarters, Rounding(approved.activity.rounding)
    quarters = min(rounded(minutes, step, system.rounding, tie), in_steps(most, step))
    return Eligibility(parts, quarters, most, step)


def rounded(minutes: int, step: int, how: StepRounding, tie: Rounding) -> int:
    """Minutes in quarters, rounded once to the steps of a system."""
    if how is StepRounding.DOWN:
        return in_steps(minutes // MINUTES_A_QUARTER, step)
    return step * to_quarters(Fraction(minutes, step), tie)


def to_quarters(minutes: int | Fraction, rounding: Rounding) -> int:
    """Minutes rounded to the nearest quarter. Only parts of a minute can be exactly half."""
    whole, rest = divmod(minutes, MINUTES_A_QUARTER)
    above_half = 2 * rest - MINUTES_A_QUARTER
    return int(whole) + (above_half > 0 or (above_half == 0 and rounding is Rounding.HALF_UP))


def _part(
    component: Component,
    ledger: Ledger,
    approved: ApprovedActivity,
    since: datetime | None,
    policy: PolicyData,
    now: datetime,
) -> EarnedPart:
    """`since`: from when on the system was designated, if it is younger than the activity."""
    kind, activity = component.kind, approved.activity
    rates, until = approved.rates_of(component), activity.expires_at
    rates = rates if since is None else rates_from(rates, since)
    if kind is ComponentKind.MODULE:
        earned = of_modules(ledger, rates, until)
    elif kind is ComponentKind.ENDURING:
        earned = of_enduring(ledger, rates, activity.approved_at, now, until)
    else:
        earned = of_sessions(ledger, rates, policy.late_after_minutes, now, until)
    most = component.max_quarters * MINUTES_A_QUARTER
    minutes = sum(earned.values())
    return EarnedPart(kind, len(earned), minutes, most, earned, since_of(rates))
