"""Whose standing another schedule or another policy changes, at this moment. Pure.

The same ledgers are judged before and after, by the one rule of completion and of who is at risk.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.casework.enums import AttendanceStatus
from app.cohorts.changes.rules import Planned
from app.credit.completion.rules import Completion, completion
from app.credit.enums import Outlook
from app.credit.ledger import Ledger, UnitLedger
from app.credit.stages.rules import is_at_risk
from app.credit.status.rules import CreditStatus, assess
from app.packs.schema import PolicyData


class Turn(StrEnum):
    """How the standing of somebody changes."""

    COMPLETE_NO_LONGER = "complete-no-longer"
    OUT_OF_REACH = "out-of-reach"
    """They could complete, and can no longer."""
    AT_RISK = "at-risk"
    """They can complete still, but from now on only by signing late or making a session up."""
    WITHIN_REACH = "within-reach"
    """They could no longer complete, and can."""
    ON_COURSE = "on-course"
    """They were at risk, and are no longer."""
    COMPLETE = "complete"
    COMPLETE_AT_ONCE = "complete-at-once"
    """They could no longer complete, and have completed."""


@dataclass(frozen=True)
class Standing:
    """How somebody stands at a moment."""

    completion: Completion
    at_risk: bool


def standing(ledger: Ledger, policy: PolicyData, now: datetime) -> Standing:
    """How somebody stands by their ledger."""
    verdict = completion(ledger, policy, now)
    return Standing(verdict, is_at_risk(ledger, verdict, now))


def turn(before: Standing, after: Standing) -> Turn | None:
    """How a standing changes; None: it stays."""
    old, new = before.completion.outlook, after.completion.outlook
    if old is not new:
        return _OF_OUTLOOK.get((old, new), Turn.COMPLETE_NO_LONGER)
    if before.at_risk is after.at_risk:
        return None
    return Turn.AT_RISK if after.at_risk else Turn.ON_COURSE


_OF_OUTLOOK = {
    (Outlook.IN_PROGRESS, Outlook.OUT_OF_REACH): Turn.OUT_OF_REACH,
    (Outlook.OUT_OF_REACH, Outlook.IN_PROGRESS): Turn.WITHIN_REACH,
    (Outlook.IN_PROGRESS, Outlook.COMPLETE): Turn.COMPLETE,
    (Outlook.OUT_OF_REACH, Outlook.COMPLETE): Turn.COMPLETE_AT_ONCE,
}
"""What is in none of these begins with a completion."""


@dataclass(frozen=True)
class Turned:
    """Somebody whose standing changes, and how."""

    ledger: Ledger
    turn: Turn


def turned(
    ledgers: Iterable[Ledger],
    rescheduled: Callable[[Ledger], Ledger],
    policy: PolicyData,
    now: datetime,
) -> list[Turned]:
    """Whose standing another schedule changes. `rescheduled`: a ledger as it would be by that."""
    found = []
    for ledger in ledgers:
        before, after = (standing(own, policy, now) for own in (ledger, rescheduled(ledger)))
        if how := turn(before, after):
            found.append(Turned(ledger, how))
    return found


def with_session(
    position: int, *, canceled: bool, not_held: bool = False
) -> Callable[[Ledger], Ledger]:
    """What makes of a ledger what it would be with the session of a unit canceled, or held.

    `not_held`: canceled, since it was to take place and did not.
    """

    def changed(unit: UnitLedger) -> UnitLedger:
        return replace(unit, canceled=canceled, not_held=not_held)

    def rescheduled(ledger: Ledger) -> Ledger:
        return _changed(ledger, position, changed)

    return rescheduled


def with_marks(
    marks: Mapping[int, tuple[AttendanceStatus, int | None]],
) -> Callable[[Ledger], Ledger]:
    """The same, with other marks and minutes by the position of their unit."""

    def remarked(ledger: Ledger) -> Ledger:
        units = (
            replace(unit, status=marks[unit.position][0], minutes=marks[unit.position][1])
            if unit.position in marks
            else unit
            for unit in ledger.units
        )
        return replace(ledger, units=tuple(units))

    return remarked


def restated(
    standing: CreditStatus, changed: Callable[[Ledger], Ledger], now: datetime
) -> CreditStatus:
    """How somebody would stand, and what they would have earned, with another ledger."""
    ledger = changed(standing.ledger)
    return assess(
        ledger,
        standing.policy,
        standing.approved,
        standing.claim,
        now,
        standing.claimed_in,
    )


def with_one_more(position: int, title: str, wish: Planned) -> Callable[[Ledger], Ledger]:
    """The same, with one session more that is to come, and nothing to sign."""
    unit = UnitLedger(
        position=position,
        title=title,
        has_module=False,
        attested_at=None,
        starts_at=wish.starts_at,
        minutes_scheduled=wish.minutes,
        canceled=False,
        status=AttendanceStatus.NOT_RECORDED,
        minutes=None,
        led_it=False,
        expected=True,
    )
    return lambda ledger: replace(ledger, units=(*ledger.units, unit))


def _changed(ledger: Ledger, position: int, change: Callable[[UnitLedger], UnitLedger]) -> Ledger:
    units = (change(unit) if unit.position == position else unit for unit in ledger.units)
    return replace(ledger, units=tuple(units))
