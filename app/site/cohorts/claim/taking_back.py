"""What somebody is told who could take their claim back."""

from datetime import datetime

from app.credit import rules
from app.credit.models import Claim
from app.credit.status.rules import CreditStatus
from app.language import Text, _


def until(closes: Text | None, *, again: bool = False) -> Text:
    """`closes`: when the time for claims is over; None: it is.

    `again`: whether a certificate was issued for it, and is revoked.
    """
    if again:
        return _again(closes)
    if closes is None:
        return _(
            "You can take it back until a certificate is issued, but not claim again: "
            "the time for claims is over."
        )
    return _(
        "You can take it back until a certificate is issued, and claim again until {closes}.",
        closes=closes,
    )


def _again(closes: Text | None) -> Text:
    if closes is None:
        return _("You can take it back, but not claim again: the time for claims is over.")
    return _("You can take it back, and claim again until {closes}.", closes=closes)


def less_then(claim: Claim, standing: CreditStatus, now: datetime) -> Text | None:
    """What can no longer be claimed once it is; None: it can be made as it was, while it is time.

    What is designated can have changed since, or what is recorded.
    """
    earned, closes_at = standing.eligibility, standing.claims_close_at
    if closes_at is None or now >= closes_at:
        return None  # then nothing can be claimed, as is said anyway
    if rules.why_not_claim_anew(standing, now):
        return _("If you take it back, you cannot claim again as things stand.")
    is_same = standing.system == claim.credit_system
    if is_same and (earned is None or earned.quarters >= claim.quarters):
        return None
    return _("If you take it back, you cannot claim as much again, or not in the same credit.")
