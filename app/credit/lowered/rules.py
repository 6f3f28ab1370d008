"""Why a claim is more than what its learner has earned by the version in force. Pure.

A claim stays as it was made, by the version in which it was made. Where it stands beside the number
of now, a sentence says why it is above it. More than is recorded is another matter
(`is_claim_above`), which somebody decides about.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.rules import is_claim_above
from app.credit.status.rules import CreditStatus
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind

LOWERED = ReasonKind(
    "claim.before_lowered", "Claimed before the maximum was lowered on {day:date}."
)
CHANGED = ReasonKind(
    "claim.before_changed", "Claimed before what is designated was changed on {day:date}."
)


def is_above_now(standing: CreditStatus) -> bool:
    """Whether it was earned as it was claimed, and is more than is earned by what is in force."""
    is_of_former = standing.claim is not None and standing.claimed_in is not None
    return is_of_former and _is_above(standing) and not is_claim_above(standing)


def why_above(
    standing: CreditStatus, versions: Iterable[ApprovedActivity], zone: str
) -> Reason | None:
    """Since when, in the zone of the cohort. `versions`: all there are of its activity."""
    if not is_above_now(standing):
        return None
    claim, held = standing.claim, standing.as_claimed.approved
    assert claim is not None
    assert held is not None
    later = sorted(
        (own for own in versions if own.activity.version > held.activity.version),
        key=lambda own: own.activity.version,
    )
    first = next((own for own in later if _is_above(replace(standing, approved=own))), None)
    if first is None:
        return None
    day = local(first.activity.said_at, zone).date()
    is_lowered = 0 < first.most_in(claim.credit_system) < claim.quarters
    return LOWERED(day=day) if is_lowered else CHANGED(day=day)


def _is_above(standing: CreditStatus) -> bool:
    assert standing.claim is not None
    earned = standing.eligibility_in(standing.claim.credit_system)
    return earned is not None and standing.claim.quarters > earned.quarters
