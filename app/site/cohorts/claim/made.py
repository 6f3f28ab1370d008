"""A claim that was made: how much, and what can still be done about it."""

from dataclasses import dataclass
from datetime import datetime

from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_change
from app.credit import rules
from app.credit.enums import CreditSystem
from app.credit.models import Claim
from app.credit.phrase import credits_fact, phrase_html
from app.credit.rules import ApprovedActivity
from app.language import Text, _, ngettext
from app.language.moments import long_on_both_clocks, told
from app.language.reasons import Reason
from app.language.styles import number
from app.site.parts.credit import plural_of


@dataclass(frozen=True)
class Amount:
    """So much credit, or so many hours: "11.50" and what it is."""

    number: str
    unit: Text


@dataclass(frozen=True)
class IssuedForClaim:
    """The certificate that was issued for a claim."""

    at: datetime
    path: str
    holds: bool = True
    """Whether it was not revoked since."""


@dataclass(frozen=True)
class ClaimMade:
    """The live claim."""

    amount: Amount
    made: datetime
    certificate: str | None
    """Where its certificate is, once one was issued that holds."""
    is_revoked: bool
    """Whether its certificate was revoked: then nobody can promise another one."""
    why_not_take_back: Reason | None
    until: Text
    """How long it can be taken back, and what can be done then."""


def claim_made(
    claim: Claim,
    issued: IssuedForClaim | None,
    approved: ApprovedActivity,
    cohort: Cohort,
    reader_zone: str,
    now: datetime,
) -> ClaimMade:
    """The claim as its learner sees it."""
    closes_at = approved.activity.claims_close_at
    is_open = now < closes_at
    return ClaimMade(
        amount=amount_of(claim.quarters, claim.credit_system),
        made=told(claim.claimed_at, cohort.zone, reader_zone),
        certificate=issued.path if issued and issued.holds else None,
        is_revoked=issued is not None and not issued.holds,
        why_not_take_back=why_not_change(cohort.archived_at)
        or rules.why_not_withdraw_claim(claim, issued.at if issued and issued.holds else None),
        until=_until(long_on_both_clocks(closes_at, cohort.zone, reader_zone) if is_open else None),
    )


def _until(closes: Text | None) -> Text:
    """`closes`: when the time for claims is over; None: it is."""
    if closes is None:
        return _(
            "You can take it back until a certificate is issued, but not claim again: "
            "the time for claims is over."
        )
    return _(
        "You can take it back until a certificate is issued, and claim again until {closes}.",
        closes=closes,
    )


def amount_of(quarters: int, system: CreditSystem) -> Amount:
    """Credit, or hours."""
    if system is CreditSystem.AMA_PRA_1:
        return Amount(number(credits_fact(quarters)), phrase_html(quarters))
    unit = ngettext("hour of participation", "hours of participation", count=plural_of(quarters))
    return Amount(number(credits_fact(quarters)), unit)
