"""How much of an addition, such as MOC points, goes with a claim of physicians' credit. Pure.

An addition is no claim: it is for the same hours, so it is never more than what was claimed. It is
never more, either, than what was earned since the addition itself was designated, which can be
later than the credit beside it: nothing is certified for what preceded its designation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from app.credit.eligibility.rules import ApprovedActivity, eligible_in
from app.credit.enums import AMA_PRA_1
from app.credit.status.rules import CreditStatus, EarnedStatus
from app.credit.systems.rules import Designated, additions_for, amount_text, in_steps

if TYPE_CHECKING:
    from app.credit.models import Claim


@dataclass(frozen=True)
class Addition:
    """So much of one addition, in quarters."""

    designated: Designated
    quarters: int

    @property
    def text(self) -> str:
        """`4.00 ABIM MOC points`."""
        return amount_text(self.designated.system, self.quarters)


def additions_to(
    standing: EarnedStatus,
    approved: ApprovedActivity,
    system: str,
    quarters: int,
    at: datetime | None = None,
) -> tuple[Addition, ...]:
    """What goes with so much in a system by a version of the activity; of no other credit any.

    `at`: when it was claimed, since hours that were claimed before an addition was designated are
    older than it; None: it is not claimed yet. What comes to nothing is left out.
    """
    if system != AMA_PRA_1:
        return ()
    found = _additions(standing, approved, quarters, at or standing.judged_at)
    return tuple(own for own in found if own.quarters)


def _additions(
    standing: EarnedStatus, approved: ApprovedActivity, quarters: int, at: datetime
) -> Iterator[Addition]:
    who = standing.ledger.profession, standing.ledger.profession_verified_at
    for own in additions_for(*who, approved.designated):
        is_younger = own.since is not None and at < own.since
        most = 0 if is_younger else added_quarters(own, quarters)
        limited = replace(own, max_quarters=most)
        earned = eligible_in(
            standing.ledger, approved, limited, standing.policy, standing.judged_at
        )
        yield Addition(own, earned.quarters)


def additions_certified(
    standing: CreditStatus, claim: Claim, approved: ApprovedActivity
) -> tuple[Addition, ...]:
    """What a certificate of a claim says by a version of the activity.

    By a later version than the claim's, no more of anything than the claim's own gave: maxima are
    of the claim.
    """
    of_claim = claim.credit_system, claim.quarters, claim.claimed_at
    said = additions_to(standing, approved, *of_claim)
    claimed_in = standing.as_claimed.approved
    if claimed_in is None or claimed_in.activity.id == approved.activity.id:
        return said
    gave = {own.key: 0 for own in claimed_in.designated}
    then = additions_to(standing, claimed_in, *of_claim)
    gave |= {own.designated.key: own.quarters for own in then}
    limited = (
        replace(own, quarters=min(own.quarters, gave.get(own.designated.key, own.quarters)))
        for own in said
    )
    return tuple(own for own in limited if own.quarters)


def added_quarters(addition: Designated, claimed_quarters: int) -> int:
    """The most of an addition that a claim can have: as much, in its steps, up to its maximum."""
    most = claimed_quarters if addition.max_quarters is None else addition.max_quarters
    return in_steps(min(claimed_quarters, most), addition.system.step_quarters)
