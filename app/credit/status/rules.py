"""Facts, completion and credit of one enrollment, judged together at a moment. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from app.credit.choices.rules import Choice, choices, claimed_as_they_are, system_chosen
from app.credit.completion.rules import Completion, completion
from app.credit.eligibility.rules import ApprovedActivity, Eligibility, eligible_in, own_system
from app.credit.enums import PARTICIPATION
from app.credit.formats.rules import last_moment
from app.credit.ledger import Ledger
from app.credit.systems.rules import Designated, is_to_verify, of_key
from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.credit.models import Activity, Claim


@dataclass(frozen=True)
class EarnedStatus:
    """How one enrollment stands: facts, verdict and credit earned, whatever was claimed."""

    ledger: Ledger
    completion: Completion
    approved: ApprovedActivity | None
    """None where the cohort has no accredited activity; then there is no credit either."""
    policy: PolicyData
    judged_at: datetime
    chosen: str = field(default="", kw_only=True)
    """The key of the system that they choose to claim in; empty: they choose none."""

    @cached_property
    def designated(self) -> Designated | None:
        """In what they claim, and how much at most; None where the activity has nothing for them.

        What they chose, of those that fit their verified profession; else what is suggested.
        """
        if self.approved is None:
            return None
        own = system_chosen(self.choice, self.ledger, self.approved) if self.choice else None
        return own or own_system(self.ledger, self.approved, self.policy, self.judged_at)

    @property
    def choice(self) -> str:
        """The key of what they chose; empty: nothing, so what is suggested."""
        return self.chosen

    @property
    def choices(self) -> list[Choice]:
        """All that they can claim in, the suggested one first. Added up only where it is asked."""
        if self.approved is None:
            return []
        return choices(self.ledger, self.approved, self.policy, self.judged_at)

    @property
    def claims_close_at(self) -> datetime | None:
        """Until when they can claim, with what they were given; None: there is nothing to claim."""
        if self.approved is None:
            return None
        extension = self.ledger.extension
        return last_moment(self.approved.activity, extension.until if extension else None)

    @property
    def as_claimed(self) -> EarnedStatus:
        """By what a claim that was made is judged: without one, by what is in force."""
        return self

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
        needed = self.approved is not None and needs_evaluation(self.approved.activity)
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
    def choice(self) -> str:
        """What they choose now, or chose with their claim and as who they are still."""
        return self.chosen or claimed_as_they_are(self.claim, self.ledger)

    def choosing(self, system: str) -> CreditStatus:
        """How they stand if they claim in a system; empty: in theirs."""
        return replace(self, chosen=system) if system else self

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


def waits_for_verification(standing: EarnedStatus) -> bool:
    """Whether somebody would claim in another system once their profession is verified."""
    if standing.approved is None:
        return False
    own = standing.ledger
    is_claimed_only = own.profession_verified_at is None
    return is_claimed_only and is_to_verify(own.profession, standing.approved.designated)


def needs_evaluation(activity: Activity) -> bool:
    """Whether nothing of an activity is claimed before the evaluations are done."""
    return activity.requires_evaluation or activity.requires_completion
