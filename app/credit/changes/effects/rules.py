"""Whom another version of an activity touches, and what they read of it. Pure.

What somebody has earned is counted by both versions as it is recorded now; of who has claimed, by
the version in which they did, so that only a day of approval that is corrected changes it. Whom it
keeps from claiming, lets claim, or gives another last moment for it, is touched, too, be their
number the same. Of what all of them rely on (`changes/relied`) everybody is told, touched or not,
by the same one letter. A claim that was made stays, so who has made one is named with it, and so is
who holds a certificate.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.credit.additions.rules import Addition, additions_to
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.phrase import credits_fact
from app.credit.rules import is_claim_above, why_not_claim
from app.credit.since.rules import as_known_now
from app.credit.status.rules import CreditStatus
from app.credit.systems.rules import amount_text, is_awarded, of_key
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.credit.models import CreditSystem

SEEN_OTHERWISE = reason(
    "change.seen_otherwise",
    "What this would change is not what you looked at. Look at it again.",
)
NOTHING_CHANGED = reason("change.nothing", "It says the same as what is in force.")
EARNED_HOURS = ReasonKind("change.earned_hours", "{hours} hours of participation")
EARNED_AMOUNT = ReasonKind("change.earned_amount", "{amount}")
EARNED_WITH = ReasonKind("change.earned_with", "{amount}, and for the same hours {added:and}")


@dataclass(frozen=True)
class Earned:
    """So much of one system."""

    system: CreditSystem
    quarters: int
    additions: tuple[Addition, ...] = ()
    """What goes with it."""

    @property
    def told(self) -> Reason:
        """`11.50 ANCC contact hours`, as a letter says it."""
        if not is_awarded(self.system.key):
            return EARNED_HOURS(hours=credits_fact(self.quarters))
        amount = amount_text(self.system, self.quarters)
        if not self.additions:
            return EARNED_AMOUNT(amount=amount)
        return EARNED_WITH(amount=amount, added=self.beside)

    @property
    def beside(self) -> tuple[str, ...]:
        """What goes with it, in words."""
        return tuple(own.text for own in self.additions)


@dataclass(frozen=True)
class Chance:
    """Whether somebody who had no claim yet could make one, and until when."""

    why_not: Reason | None
    until: datetime | None
    is_open: bool
    """Whether that moment is to come."""

    @property
    def said(self) -> tuple[str, datetime | None]:
        """What makes it another one."""
        return self.why_not.code if self.why_not else "", self.until


@dataclass(frozen=True)
class Touched:
    """Somebody whose number, or chance to claim it, another version can change."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    before: Earned
    after: Earned
    claimed: Earned | None
    """It stays."""
    certified: bool
    """Whether they hold a certificate. It stays valid."""
    was: Chance
    then: Chance
    claimed_in: int | None = None
    """The number of the version in which they claimed, by which their claim stays."""
    falls_below: bool = False
    """Whether their claim is above what is earned once a day that was wrong is corrected."""

    @property
    def can_claim(self) -> bool:
        """Whether the time for their claim is not over, by either version."""
        return self.was.is_open or self.then.is_open

    @property
    def same_number(self) -> bool:
        """Whether they have earned the same by both versions."""
        return _says(self.before) == _says(self.after)

    @property
    def has_earned(self) -> bool:
        """Whether they have earned anything, by either version."""
        return self.before.quarters > 0 or self.after.quarters > 0

    @property
    def differs(self) -> bool:
        """Whether anything is another for them; when they can claim is nothing once it is over."""
        if not self.same_number or self.falls_below:
            return True
        return self.can_claim and self.was.said != self.then.said

    @property
    def why_not(self) -> Reason | None:
        """What keeps them from claiming then, and nothing, or something else, does now."""
        now, then = self.was.why_not, self.then.why_not
        is_other = then is not None and (now is None or now.code != then.code)
        return then if is_other else None

    @property
    def is_shut_out(self) -> bool:
        """Whether they can claim now, and cannot then."""
        return self.was.why_not is None and self.then.why_not is not None

    @property
    def is_told(self) -> bool:
        """Whether it concerns them: they have claimed, or still can."""
        return self.claimed is not None or self.can_claim


@dataclass(frozen=True)
class Effects:
    """What another version does to the people of a cohort."""

    touched: Sequence[Touched] = ()
    """For whom a number, or the chance to claim it, is another."""
    told: Sequence[Touched] = ()
    """Who gets a letter: of what all rely on, everybody whom it concerns."""
    relied_on: tuple[Reason, ...] = ()
    """What is another thing for everybody, in sentences."""


def effects(
    standings: Iterable[CreditStatus],
    would_be: ApprovedActivity,
    relied_on: tuple[Reason, ...],
    certified: Collection[UUID],
    now: datetime,
) -> Effects:
    """In the order of `standings`. `certified`: enrollments with a live certificate."""
    found = (_touched(own, would_be, now, certified) for own in standings)
    everybody = [own for own in found if own is not None]
    told = [own for own in everybody if own.is_told and (relied_on or own.differs)]
    return Effects([own for own in everybody if own.differs], told, relied_on)


def _touched(
    standing: CreditStatus, would_be: ApprovedActivity, now: datetime, certified: Collection[UUID]
) -> Touched | None:
    then = _by(would_be, standing)
    before, after = _earned(standing.as_claimed), _earned(then.as_claimed)
    if before is None or after is None:
        return None
    ledger = standing.ledger
    return Touched(
        enrollment_id=ledger.enrollment_id,
        person_id=ledger.person_id,
        name=ledger.name,
        before=before,
        after=after,
        claimed=_claimed(standing),
        certified=ledger.enrollment_id in certified,
        was=_chance(standing, now),
        then=_chance(then, now),
        claimed_in=then.claimed_in.activity.version if then.claimed_in else None,
        falls_below=is_claim_above(then) and not is_claim_above(standing),
    )


def _by(would_be: ApprovedActivity, standing: CreditStatus) -> CreditStatus:
    """How somebody stands then: a claim by its own version, on the day that is right by then."""
    made_in = (standing.claimed_in or standing.approved) if standing.claim else None
    held = as_known_now(made_in, would_be.activity) if made_in else None
    return replace(standing, approved=would_be, claimed_in=held)


def _says(earned: Earned) -> tuple[str, int, tuple[str, ...]]:
    return earned.system.key, earned.quarters, earned.beside


def _earned(standing: CreditStatus) -> Earned | None:
    """By what is in force; of a claim, to be given as it was made."""
    own, eligibility = standing.designated, standing.eligibility
    if standing.approved is None or own is None or eligibility is None:
        return None
    added = additions_to(standing, standing.approved, own.key, eligibility.quarters)
    return Earned(own.system, eligibility.quarters, added)


def _claimed(standing: CreditStatus) -> Earned | None:
    claim, approved = standing.claim, standing.as_claimed.approved
    own = of_key(claim.credit_system, approved.designated) if claim and approved else None
    return Earned(own.system, claim.quarters) if claim and own else None


def _chance(standing: CreditStatus, now: datetime) -> Chance:
    until = standing.claims_close_at
    is_open = until is not None and now < until
    return Chance(why_not_claim(standing.with_claim(None), now), until, is_open)


def seen_as(terms: Mapping[str, object], found: Iterable[Touched]) -> str:
    """Stands for what was looked at: the words, and whom they touch how."""
    lines = sorted(
        f"{own.enrollment_id} {_says(own.before)} {_says(own.after)} {own.claimed is not None} "
        f"{own.certified} {own.was.said} {own.then.said} {own.falls_below}"
        for own in found
    )
    words = [f"{name} {terms[name]}" for name in sorted(terms)]
    return hashlib.sha256("\n".join([*words, *lines]).encode()).hexdigest()


def why_not_for_oneself(found: Iterable[Touched], *, by: UUID | None) -> Reason | None:
    """Why somebody does not change by what they claim themselves."""
    return why_not_deal_with([own.person_id for own in found], by=by)
