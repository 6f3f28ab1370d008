"""In what somebody can claim, where several credit systems fit them. Pure.

What was chosen, before the code:

- A choice is of those that fit the verified profession, and of these of what they have earned
  something in. So nobody chooses credit that is not theirs.
- One of them is claimed, never two: each counts the same minutes. An addition or a note goes with
  the one it belongs to, as ever.
- Suggested is what `own_system` finds: the first that fits, unless it is younger than the activity
  and gives less than an older one. All others follow, whichever gives most first.
- A claim keeps the system that it was made in for as long as its learner is who they were then.
  Once their profession or its verification is another, what is suggested is theirs again, and the
  claim is one to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.credit.eligibility.rules import ApprovedActivity, Eligibility, eligible_in, own_system
from app.credit.ledger import Ledger
from app.credit.systems.rules import Designated, of_key, systems_for
from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.credit.models import Claim


@dataclass(frozen=True)
class Choice:
    """A system that somebody can claim in, and how much of it."""

    designated: Designated
    earned: Eligibility
    is_suggested: bool

    @property
    def key(self) -> str:
        """By which a claim names the system."""
        return self.designated.key


def choices(
    ledger: Ledger, approved: ApprovedActivity, policy: PolicyData, now: datetime
) -> list[Choice]:
    """The one that is suggested first; nothing of what they have earned nothing in."""
    suggested = own_system(ledger, approved, policy, now)
    found = [
        Choice(own, eligible_in(ledger, approved, own, policy, now), own is suggested)
        for own in _fitting(ledger, approved)
    ]
    earned = [own for own in found if own.earned.quarters > 0]
    return sorted(earned, key=lambda own: (not own.is_suggested, -own.earned.quarters))


def system_chosen(key: str, ledger: Ledger, approved: ApprovedActivity) -> Designated | None:
    """The system of a key, if it fits somebody."""
    return of_key(key, _fitting(ledger, approved))


def claimed_as_they_are(claim: Claim | None, ledger: Ledger) -> str:
    """The key of the system of a claim by who they are now; empty: of none, or of another.

    A claim of before it was kept as whom it was made says nothing of a choice.
    """
    claimant: dict[str, Any] = claim.facts.get("claimant", {}) if claim else {}
    verified = ledger.profession_verified_at is not None
    as_they_are = claimant.get("profession") == ledger.profession.value
    is_same = as_they_are and claimant.get("is_verified") == verified
    return claim.credit_system if claim and is_same else ""


def _fitting(ledger: Ledger, approved: ApprovedActivity) -> Sequence[Designated]:
    return systems_for(ledger.profession, ledger.profession_verified_at, approved.designated)
