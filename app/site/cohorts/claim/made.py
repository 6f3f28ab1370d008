"""A claim that was made: how much, and what can still be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_change
from app.credit import rules
from app.credit.enums import CreditSystem
from app.credit.models import Activity, Claim
from app.credit.phrase import credits_fact, mark_phrase, phrase_html
from app.credit.rules import CreditStatus
from app.language import Text, _, ngettext
from app.language.moments import long_on_both_clocks, told
from app.language.reasons import Reason
from app.language.styles import number
from app.site.parts.credit import WORDING, Wording, plural_of
from app.web.parts import Option


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
    says_it: bool = True
    """Whether it was issued for the claim as it is, and not for one that was changed since."""


@dataclass(frozen=True)
class ClaimChange:
    """Another claim, which can take the place of the one that was made."""

    words: Wording
    steps: Sequence[Option]
    claim_only: Text
    is_credit: bool
    """Then the activity says it; of hours we do."""
    now: str
    """How much is claimed now; nothing of it where it would be claimed as something else."""
    most: str
    verified: bool
    """Whether they claimed hours, and are known to be a physician since."""
    otherwise: bool
    """Whether they claimed as a physician, and are not known to be one any more."""
    certified: bool
    """Whether a certificate rests on the claim."""


@dataclass(frozen=True)
class ClaimMade:
    """The live claim."""

    amount: Amount
    made: datetime
    certificate: str | None
    """Where its certificate is, once one was issued that holds."""
    is_revoked: bool
    """Whether its certificate was revoked: then nobody can promise another one."""
    awaits_another: bool
    """Whether the certificate is of a former claim, and holds until another is issued."""
    change: ClaimChange | None
    """None: it cannot be changed."""
    why_not_take_back: Reason | None
    until: Text
    """How long it can be taken back, and what can be done then."""


def claim_made(
    claim: Claim,
    issued: IssuedForClaim | None,
    standing: CreditStatus,
    cohort: Cohort,
    reader_zone: str,
    now: datetime,
) -> ClaimMade:
    """The claim as its learner sees it."""
    assert standing.approved is not None
    closes_at = standing.approved.activity.claims_close_at
    is_open = now < closes_at
    holds = issued is not None and issued.holds
    return ClaimMade(
        amount=amount_of(claim.quarters, claim.credit_system),
        made=told(claim.claimed_at, cohort.zone, reader_zone),
        certificate=issued.path if issued and holds else None,
        is_revoked=issued is not None and not holds,
        awaits_another=issued is not None and not issued.says_it,
        change=_change(claim, standing, now, certified=holds),
        why_not_take_back=why_not_change(cohort.archived_at)
        or rules.why_not_withdraw_claim(claim, issued.at if issued and holds else None),
        until=_until(long_on_both_clocks(closes_at, cohort.zone, reader_zone) if is_open else None),
    )


def _change(
    claim: Claim, standing: CreditStatus, now: datetime, *, certified: bool
) -> ClaimChange | None:
    earned = standing.eligibility
    if earned is None or standing.approved is None or rules.why_not_claim_anew(standing, now):
        return None
    is_same = claim.credit_system is standing.system
    is_credit = standing.system is CreditSystem.AMA_PRA_1
    return ClaimChange(
        words=WORDING[standing.system],
        steps=claim_options(earned.quarters),
        claim_only=claim_only(standing.approved.activity, standing.system),
        is_credit=is_credit,
        now=str(claim.quarters) if is_same else "",
        most=number(credits_fact(earned.quarters)),
        verified=not is_same and is_credit,
        otherwise=not is_same and not is_credit,
        certified=certified,
    )


def claim_only(activity: Activity, system: CreditSystem) -> Text:
    """What everybody reads who claims: of credit in the words of the activity, else in ours."""
    if system is CreditSystem.AMA_PRA_1:
        return statement(activity.claim_statement)
    return _("Claim only the hours in which you took part.")


def statement(text: str) -> Markup:
    """What an activity says, with the name of the credit as it must be written."""
    return mark_phrase(rules.with_phrase(text))


def claim_options(earned_quarters: int) -> list[Option]:
    """What can be claimed."""
    return [Option(step, number(credits_fact(step))) for step in rules.claim_steps(earned_quarters)]


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
