"""A claim that was made: how much, and what can still be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_change
from app.credit import rules
from app.credit.eligibility.rules import Eligibility
from app.credit.enums import AMA_PRA_1
from app.credit.models import Activity, Claim
from app.credit.phrase import credits_fact, mark_phrase, with_phrase
from app.credit.status.rules import CreditStatus
from app.credit.systems.rules import Designated, is_awarded, of_key
from app.language import Text, _, ngettext
from app.language.moments import long_on_both_clocks, told
from app.language.reasons import Reason
from app.language.styles import number
from app.site.cohorts.claim.taking_back import less_then, until
from app.site.parts.certificates import Notice
from app.site.parts.credit import Wording, plural_of, system_name, system_unit, wording_of
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
    least: str
    notice: Notice | None
    """That they are known to be somebody else since they claimed, and what that means."""
    is_chosen: bool
    """Whether they chose to look at another kind of credit than that of the claim."""
    certified: bool
    """Whether a certificate rests on the claim."""


@dataclass(frozen=True)
class ClaimMade:
    """The live claim."""

    amount: Amount
    above: Reason | None
    """Why it is more than what is earned now, where what is designated was changed after it."""
    made: datetime
    certificate: str | None
    """Where its certificate is, once one was issued that holds."""
    is_revoked: bool
    """Whether its certificate was revoked: then nobody can promise another one."""
    lower: Reason | None
    """What another certificate waits for, where one was revoked and the claim is too high."""
    awaits_another: bool
    """Whether the certificate is of a former claim, and holds until another is issued."""
    change: ClaimChange | None
    """None: it cannot be changed."""
    why_not_take_back: Reason | None
    until: Text
    """How long it can be taken back, and what can be done then."""
    less: Text | None
    """What can no longer be claimed once it is; None: it can be made as it was."""


def claim_made(
    claim: Claim,
    issued: IssuedForClaim | None,
    standing: CreditStatus,
    above: Reason | None,
    cohort: Cohort,
    reader_zone: str,
    now: datetime,
) -> ClaimMade:
    """The claim as its learner sees it."""
    assert standing.approved is not None
    closes_at = standing.claims_close_at
    assert closes_at is not None
    is_open = now < closes_at
    holds = issued is not None and issued.holds
    return ClaimMade(
        amount=_amount_claimed(claim, standing),
        above=above,
        made=told(claim.claimed_at, cohort.zone, reader_zone),
        certificate=issued.path if issued and holds else None,
        is_revoked=issued is not None and not holds,
        lower=None if holds else rules.lower_claim(standing, now),
        awaits_another=issued is not None and not issued.says_it,
        change=_change(claim, standing, now, certified=holds),
        why_not_take_back=why_not_change(cohort.archived_at)
        or rules.why_not_withdraw_claim(claim, issued.at if issued and holds else None),
        until=until(
            long_on_both_clocks(closes_at, cohort.zone, reader_zone) if is_open else None,
            again=issued is not None and not holds,
        ),
        less=less_then(claim, replace(standing, chosen=""), now),
    )


def _change(
    claim: Claim, standing: CreditStatus, now: datetime, *, certified: bool
) -> ClaimChange | None:
    earned = standing.eligibility
    if earned is None or standing.approved is None or rules.why_not_claim_anew(standing, now):
        return None
    is_same = claim.credit_system == standing.system
    return ClaimChange(
        words=wording_of(standing.system),
        steps=claim_options(earned),
        claim_only=claim_only(standing.approved.activity, standing.system),
        is_credit=standing.system == AMA_PRA_1,
        now=str(claim.quarters) if is_same else "",
        most=number(credits_fact(earned.quarters)),
        least=number(credits_fact(earned.step_quarters)),
        notice=None if is_same or standing.chosen else _who_they_are_now(claim, standing),
        is_chosen=bool(standing.chosen) and not is_same,
        certified=certified,
    )


def _who_they_are_now(claim: Claim, standing: CreditStatus) -> Notice:
    before, after = claim.credit_system, standing.system
    if after == AMA_PRA_1 and not is_awarded(before):
        return Notice(
            "warm",
            _("You are known to be a physician now"),
            _("You claimed hours of participation. You can claim credit in their place."),
        )
    if before == AMA_PRA_1 and not is_awarded(after):
        return Notice(
            "warm",
            _("You are no longer recorded as a physician"),
            _(
                "If you were none when you claimed, claim hours of participation in the place of "
                "credit."
            ),
        )
    return Notice(
        "warm",
        _("Your profession is recorded otherwise now"),
        _(
            "You claimed as who you were known to be then. You can make another claim, in {name}, "
            "in its place.",
            name=_name(standing.designated),
        ),
    )


def _name(designated: Designated | None) -> Text:
    return system_name(designated.system) if designated else _("Hours of participation")


def claim_only(activity: Activity, system: str) -> Text:
    """What everybody reads who claims: physicians in the words of the activity, others in ours."""
    if system == AMA_PRA_1:
        return statement(activity.claim_statement)
    return _("Claim only the hours in which you took part.")


def statement(text: str) -> Markup:
    """What an activity says, with the name of the credit as it must be written."""
    return mark_phrase(with_phrase(text))


def claim_options(earned: Eligibility) -> list[Option]:
    """What can be claimed."""
    steps = rules.claim_steps(earned.quarters, earned.step_quarters)
    return [Option(step, number(credits_fact(step))) for step in steps]


def _amount_claimed(claim: Claim, standing: CreditStatus) -> Amount:
    approved = standing.as_claimed.approved
    assert approved is not None
    known = of_key(claim.credit_system, approved.designated)
    if known is not None:
        return amount_of(claim.quarters, known)
    unit = ngettext("credit", "credits", count=plural_of(claim.quarters))
    return Amount(number(credits_fact(claim.quarters)), unit)


def amount_of(quarters: int, designated: Designated) -> Amount:
    """Credit in the words of its system, or hours in ours."""
    if is_awarded(designated.key):
        unit: Text = system_unit(designated.system, quarters)
    else:
        unit = ngettext(
            "hour of participation", "hours of participation", count=plural_of(quarters)
        )
    return Amount(number(credits_fact(quarters)), unit)
