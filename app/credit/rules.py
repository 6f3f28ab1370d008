"""Credit arithmetic, and what may be claimed. Pure, in whole minutes and integer quarters.

A quarter is 0.25 credit, or 15 minutes of participation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from app.cohorts.rules import why_not_change
from app.credit.completion.rules import Completion, completion
from app.credit.enums import PARTICIPATION, ComponentKind, StepRounding
from app.credit.formats.rules import last_moment
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
from app.credit.phrase import credits_fact
from app.credit.systems.rules import Designated, in_steps, is_to_verify, of_key, system_for
from app.language.reasons import Reason, ReasonKind, reason
from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.credit.models import Activity, Claim, Component

MINUTES_A_QUARTER = 15

NO_ACTIVITY = reason(
    "claim.no_activity",
    "There is nothing to claim in this cohort: no accredited activity belongs to it.",
)
CHANGED_SINCE_READ = reason(
    "claim.changed_since_read",
    "What you would state has changed since you opened the page. Read it again before you claim.",
)
ALREADY_CLAIMED = reason(
    "claim.already_made", "You have made your claim. If you mean something else, change it."
)
CLAIMS_CLOSED = reason(
    "claim.closed",
    "The time for claims is over. If something kept you from claiming, ask your coordinator.",
)
EXPIRED = reason(
    "claim.expired", "The activity has expired: nothing can be claimed in it any more."
)
COMPLETE_FIRST = ReasonKind(
    "claim.complete_first",
    "You can claim once you have completed the program. Where you stand: {missing:clauses}.",
)
EVALUATION_FIRST = reason(
    "claim.evaluation_first", "The evaluation comes first. You can claim as soon as it is done."
)
EVALUATION_LATER = reason(
    "claim.evaluation_later",
    "The evaluation comes first, and it opens after the last session. You can claim as soon as it "
    "is done.",
)
EVALUATION_WITH_LAST_UNIT = reason(
    "claim.evaluation_with_last_unit",
    "The evaluation comes first, and it opens with the last unit. You can claim as soon as it is "
    "done.",
)
NOTHING_EARNED = reason(
    "claim.nothing_earned",
    "There is nothing to claim yet: no module or session of yours has counted so far.",
)
TOO_LITTLE = ReasonKind("claim.too_little", "Choose at least {least}.")
NOT_IN_STEPS = ReasonKind("claim.not_in_steps", "Claim in steps of {step}.")
TOO_MUCH = ReasonKind("claim.too_much", "You have earned {earned} and can claim up to that.")
FIRST_JUDGED = "The first person was judged by it."  # not shown
NO_CLAIM = reason("claim.none", "There is no claim.")
APPROVED_MEANWHILE = reason(
    "activity.approved_meanwhile",
    "Somebody else entered an approval at the same time. Look at it first.",
)
ISSUED = reason(
    "claim.certificate_issued",
    "A certificate was issued for your claim, so it is not taken back. You can change it while "
    "claims are open; after that, ask your coordinator if it is wrong.",
)


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
        always = (Rate(self.activity.approved_at, component.minutes_each),)
        return rates_read(component.rates) or always

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


@dataclass(frozen=True)
class EarnedStatus:
    """How one enrollment stands: facts, verdict and credit earned, whatever was claimed."""

    ledger: Ledger
    completion: Completion
    approved: ApprovedActivity | None
    """None where the cohort has no accredited activity; then there is no credit either."""
    policy: PolicyData
    judged_at: datetime

    @cached_property
    def designated(self) -> Designated | None:
        """In what they claim, and how much at most; None where the activity has nothing for them.

        It follows from the verified profession, never from a choice.
        """
        if self.approved is None:
            return None
        return own_system(self.ledger, self.approved, self.policy, self.judged_at)

    @property
    def claims_close_at(self) -> datetime | None:
        """Until when they can claim, with what they were given; None: there is nothing to claim."""
        if self.approved is None:
            return None
        extension = self.ledger.extension
        return last_moment(self.approved.activity, extension.until if extension else None)

    @property
    def waits_for_work(self) -> bool:
        """Whether what they lack of the program keeps them from their claim and its certificate."""
        given = self.ledger.extension
        exempt = given is not None and given.waives_completion
        needed = self.approved is not None and self.approved.activity.requires_completion
        return needed and not exempt and self.completion.lacks_work

    @property
    def waits_for_evaluation(self) -> bool:
        """Whether an evaluation that is not known to be done does."""
        given = self.ledger.extension
        exempt = given is not None and given.waives_evaluation
        needed = self.approved is not None and waits_for_evaluation(self.approved.activity)
        return needed and not exempt and bool(self.completion.surveys_open)

    @property
    def system(self) -> str:
        """The key of the system in which they claim."""
        return self.designated.key if self.designated else PARTICIPATION

    @cached_property
    def eligibility(self) -> Eligibility | None:
        """The credit earned. Added up only where it is asked for: of most people it never is."""
        if self.approved is None:
            return None
        own = self.designated
        return eligible_in(self.ledger, self.approved, own, self.policy, self.judged_at)

    def eligibility_in(self, system: str) -> Eligibility | None:
        """The credit earned in a system, be it another than theirs by now.

        None of it where the activity is not designated for that any more.
        """
        if self.approved is None or system == self.system:
            return self.eligibility
        other = of_key(system, self.approved.designated)
        return eligible_in(self.ledger, self.approved, other, self.policy, self.judged_at)

    def with_claim(
        self, claim: Claim | None, claimed_in: ApprovedActivity | None = None
    ) -> CreditStatus:
        """With the live claim, or with the knowledge that there is none."""
        known = {own.name: getattr(self, own.name) for own in fields(EarnedStatus)}
        return CreditStatus(**known, claim=claim, claimed_in=claimed_in)


@dataclass(frozen=True)
class CreditStatus(EarnedStatus):
    """How one enrollment stands, and what was claimed."""

    claim: Claim | None
    """The live one."""
    claimed_in: ApprovedActivity | None = None
    """The version in which it was claimed, if another is in force by now."""

    @property
    def as_claimed(self) -> CreditStatus:
        """By the version in which the claim was made: a later one takes nobody's claim away."""
        if self.claimed_in is None:
            return self
        return replace(self, approved=self.claimed_in, claimed_in=None)


def assess_earned(
    ledger: Ledger, policy: PolicyData, approved: ApprovedActivity | None, now: datetime
) -> EarnedStatus:
    """Judge one ledger by policy and activity at a moment."""
    return EarnedStatus(
        ledger=ledger,
        completion=completion(ledger, policy, now),
        approved=approved,
        policy=policy,
        judged_at=now,
    )


def assess(
    ledger: Ledger,
    policy: PolicyData,
    approved: ApprovedActivity | None,
    claim: Claim | None,
    now: datetime,
    claimed_in: ApprovedActivity | None = None,
) -> CreditStatus:
    """Judge one ledger as `assess_earned` does, and add what was claimed.

    `claimed_in`: the version of the claim, if it is not the one in force.
    """
    return assess_earned(ledger, policy, approved, now).with_claim(claim, claimed_in)


def eligible(
    ledger: Ledger, approved: ApprovedActivity, policy: PolicyData, now: datetime
) -> Eligibility:
    """The credit a person has earned in the system that is theirs."""
    own = own_system(ledger, approved, policy, now)
    return eligible_in(ledger, approved, own, policy, now)


def own_system(
    ledger: Ledger, approved: ApprovedActivity, policy: PolicyData, now: datetime
) -> Designated | None:
    """In what somebody claims, as who they are known to be.

    A system that is younger than the activity is theirs once they have earned something in it: it
    takes nothing from who has done everything before.
    """
    left = approved.designated
    while own := system_for(ledger.profession, ledger.profession_verified_at, left):
        if own.since is None or eligible_in(ledger, approved, own, policy, now).quarters:
            return own
        left = tuple(other for other in left if other is not own)
    return None


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


def waits_for_verification(standing: EarnedStatus) -> bool:
    """Whether somebody would claim in another system once their profession is verified."""
    if standing.approved is None:
        return False
    own = standing.ledger
    is_claimed_only = own.profession_verified_at is None
    return is_claimed_only and is_to_verify(own.profession, standing.approved.designated)


def why_not_claim(standing: CreditStatus, now: datetime) -> Reason | None:
    """Why nothing can be claimed at this moment."""
    if standing.approved is not None and standing.claim is not None:
        return ALREADY_CLAIMED
    return _why_not_state(standing, now)


def why_not_claim_anew(standing: CreditStatus, now: datetime) -> Reason | None:
    """Why no other claim can take the place of the one that was made."""
    return NO_CLAIM if standing.claim is None else _why_not_state(standing, now)


def _why_not_state(standing: CreditStatus, now: datetime) -> Reason | None:
    """Why a learner can state nothing at this moment, whether or not they have before."""
    if standing.approved is None or standing.eligibility is None:
        return NO_ACTIVITY
    activity = standing.approved.activity
    if archived := why_not_change(standing.ledger.archived_at):
        return archived
    if activity.expires_at is not None and now >= activity.expires_at:
        return EXPIRED
    if standing.claims_close_at is None or now >= standing.claims_close_at:
        return CLAIMS_CLOSED
    if standing.waits_for_work:
        return COMPLETE_FIRST(missing=standing.completion.missing)
    if standing.waits_for_evaluation:
        return _evaluation_first(standing.completion)
    if standing.eligibility.quarters == 0:
        return NOTHING_EARNED
    return None


def waits_for_evaluation(activity: Activity) -> bool:
    """Whether nothing of an activity is claimed before the evaluations are done."""
    return activity.requires_evaluation or activity.requires_completion


def _evaluation_first(verdict: Completion) -> Reason:
    if len(verdict.surveys_locked) < len(verdict.surveys_open):
        return EVALUATION_FIRST
    return EVALUATION_LATER if verdict.has_sessions else EVALUATION_WITH_LAST_UNIT


def lacks_only_the_claim(standing: CreditStatus, now: datetime) -> bool:
    """Whether somebody has completed, or was exempt, can claim at this moment, and has not."""
    given = standing.ledger.extension
    exempt = given is not None and (given.waives_completion or given.waives_evaluation)
    return (standing.completion.complete or exempt) and why_not_claim(standing, now) is None


def offered_as(standing: CreditStatus) -> str:
    """Changes with the statement that a claim made now would sign, but for the number in it."""
    version = standing.approved.activity.version if standing.approved else 0
    return f"{version} {standing.system}"


def why_not_unread(standing: CreditStatus, read: str) -> Reason | None:
    """Why nothing is signed. `read`: as what the page offered it; empty: nobody says."""
    return None if read in {"", offered_as(standing)} else CHANGED_SINCE_READ


def why_not_so_much(standing: CreditStatus, quarters: int) -> Reason | None:
    """Why somebody who can claim cannot claim this much."""
    earned = standing.eligibility
    if earned is None:
        return NO_ACTIVITY
    return why_not_claim_so_much(quarters, earned.quarters, earned.step_quarters)


def why_not_claim_so_much(quarters: int, earned_quarters: int, step: int = 1) -> Reason | None:
    """Why a number cannot be claimed: it is a step between the first one and what was earned."""
    if quarters < step:
        return TOO_LITTLE(least=credits_fact(step))
    if quarters > earned_quarters:
        return TOO_MUCH(earned=credits_fact(earned_quarters))
    return NOT_IN_STEPS(step=credits_fact(step)) if quarters % step else None


def is_claim_above(standing: CreditStatus) -> bool:
    """Whether more was claimed than is earned as it is recorded now."""
    earned = earned_for_claim(standing)
    return standing.claim is not None and earned is not None and standing.claim.quarters > earned


def earned_for_claim(standing: CreditStatus) -> int | None:
    """How much is earned of that in which somebody has claimed, in quarters."""
    if standing.claim is None:
        return None
    earned = standing.as_claimed.eligibility_in(standing.claim.credit_system)
    return earned.quarters if earned else None


def claim_steps(earned_quarters: int, step: int = 1) -> range:
    """What can be claimed, in quarters: from one step to all that was earned."""
    return range(step, earned_quarters + 1, step)


def why_not_withdraw_claim(claim: Claim | None, issued_at: datetime | None) -> Reason | None:
    """Why a claim cannot be taken back. `issued_at`: of a certificate for this claim."""
    if claim is None:
        return NO_CLAIM
    return ISSUED if issued_at is not None else None
