"""What may be claimed, in integer quarters of a credit. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.cohorts.rules import why_not_change
from app.credit.completion.rules import Completion
from app.credit.phrase import credits_fact
from app.credit.status.rules import CreditStatus
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.models import Claim

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
LOWER_CLAIM = ReasonKind(
    "claim.lower",
    "Change your claim to {most} at most: you claimed more than you have earned as it is recorded "
    "now. Then your certificate can be issued.",
)
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


def why_not_choose(standing: CreditStatus) -> Reason | None:
    """Why the system that somebody chose is none that they claim in: it was, when they read it."""
    is_theirs = not standing.chosen or standing.system == standing.chosen
    return None if is_theirs else CHANGED_SINCE_READ


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


def lower_claim(standing: CreditStatus, now: datetime) -> Reason | None:
    """What somebody does who claimed more than is earned; None: nothing, or not now."""
    if not is_claim_above(standing) or why_not_claim_anew(standing, now):
        return None
    return LOWER_CLAIM(
        most=credits_fact(standing.eligibility.quarters if standing.eligibility else 0)
    )


def claim_steps(earned_quarters: int, step: int = 1) -> range:
    """What can be claimed, in quarters: from one step to all that was earned."""
    return range(step, earned_quarters + 1, step)


def why_not_withdraw_claim(claim: Claim | None, issued_at: datetime | None) -> Reason | None:
    """Why a claim cannot be taken back. `issued_at`: of a certificate for this claim."""
    if claim is None:
        return NO_CLAIM
    return ISSUED if issued_at is not None else None
