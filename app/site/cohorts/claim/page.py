"""The claim page: what was earned with its arithmetic, and the claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from app.cohorts.context import LearnerInCohort
from app.cohorts.models import Cohort
from app.cohorts.rules import why_not_change
from app.credit import rules
from app.credit.completion.progress import progress
from app.credit.enums import ComponentKind, CreditSystem
from app.credit.models import Activity, Claim
from app.credit.phrase import credits_fact, mark_phrase, phrase_html
from app.credit.rules import ApprovedActivity, CreditStatus, EarnedPart, Eligibility
from app.language import Text, _, dotted, ngettext
from app.language.moments import in_cohort_zone, leading_zone, local
from app.language.reasons import Reason
from app.language.styles import number
from app.site.parts.credit import WORDING, Wording, plural_of
from app.web.forms import FormState
from app.web.parts import Fact, FieldError, Option

CLAIM_ONLY_HOURS = _("Claim only the hours in which you took part.")


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


@dataclass(frozen=True)
class EarnedRow:
    """One component's line in the arithmetic."""

    label: Text
    what: Text
    minutes: Text


@dataclass(frozen=True)
class Earned:
    """The arithmetic of what was earned."""

    rows: Sequence[EarnedRow]
    minutes: int
    amount: Amount
    limit: str


@dataclass(frozen=True)
class ClaimOffer:
    """What an activity offers this learner, and the statements that belong to it."""

    earned: Earned
    steps: Sequence[Option]
    most: str
    claim_only: Text
    is_credit: bool
    """Then the activity says it; of hours we do."""
    closes: datetime
    cohort_time: Text | None
    """The same on the cohort's clock, where it shows something else than the reader's."""
    facts: Sequence[Fact]
    statements: Sequence[Markup]
    """In the words of the activity, as its claim statement."""


@dataclass(frozen=True)
class ClaimMade:
    """The live claim."""

    amount: Amount
    made: datetime
    certificate: str | None
    """Where its certificate is, once one was issued."""
    why_not_take_back: Reason | None
    until: Text
    """How long it can be taken back, and what can be done then."""


@dataclass(frozen=True)
class ClaimPage:
    """What a learner has earned and claimed in a cohort, or why nothing can be claimed."""

    language: str
    """Of what the activity says."""
    eyebrow: str
    back: str
    path: str
    words: Wording
    why_not: Reason | None
    progress: Sequence[Reason]
    unverified: bool
    offer: ClaimOffer | None
    made: ClaimMade | None
    taken_back: bool
    form: FormState = field(default_factory=FormState)

    @property
    def errors(self) -> list[FieldError]:
        """For the summary on top; without the form there is no field to lead to."""
        if self.why_not:
            return [FieldError(None, error.text) for error in self.form.summary]
        return self.form.summary


def claim_page(
    learner: LearnerInCohort,
    standing: CreditStatus,
    issued: IssuedForClaim | None,
    *,
    zone: str,
    now: datetime,
    form: FormState | None = None,
    taken_back: bool = False,
) -> ClaimPage:
    """The page for one learner. `zone`: the reader's own."""
    approved, earned, claim = standing.approved, standing.eligibility, standing.claim
    system = claim.credit_system if claim else standing.system
    return ClaimPage(
        language=learner.program.language,
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        back=learner.path,
        path=f"{learner.path}/claim",
        words=WORDING[system],
        why_not=rules.why_not_claim(standing, now),
        progress=progress(standing.completion),
        unverified=rules.is_unverified_physician(standing.ledger) and claim is None,
        offer=_offer(approved, earned, system, learner.cohort.zone, zone)
        if approved and earned
        else None,
        made=_made(claim, issued, approved, learner.cohort, now) if claim and approved else None,
        taken_back=taken_back,
        form=form or FormState(),
    )


def _offer(
    approved: ApprovedActivity,
    earned: Eligibility,
    system: CreditSystem,
    zone: str,
    reader_zone: str,
) -> ClaimOffer:
    activity, closes_at = approved.activity, approved.activity.claims_close_at
    is_credit = system is CreditSystem.AMA_PRA_1
    return ClaimOffer(
        earned=_earned(earned, system),
        steps=[
            Option(step, number(credits_fact(step))) for step in rules.claim_steps(earned.quarters)
        ],
        most=number(credits_fact(earned.quarters)),
        claim_only=_statement(activity.claim_statement) if is_credit else CLAIM_ONLY_HOURS,
        is_credit=is_credit,
        closes=local(closes_at, leading_zone(closes_at, zone, reader_zone)),
        cohort_time=in_cohort_zone(closes_at, zone, reader_zone),
        facts=_facts(activity),
        statements=[
            _statement(activity.accreditation_statement),
            _statement(activity.designation_statement),
        ],
    )


def _earned(earned: Eligibility, system: CreditSystem) -> Earned:
    return Earned(
        rows=[_row(part) for part in earned.parts],
        minutes=earned.minutes,
        amount=_amount(earned.quarters, system),
        limit=number(credits_fact(earned.designated_quarters)),
    )


def _row(part: EarnedPart) -> EarnedRow:
    minutes: Text = number(part.minutes)
    if part.minutes > part.counted_minutes:
        minutes = _("{part} of {whole}", part=part.counted_minutes, whole=part.minutes)
    if part.kind is ComponentKind.MODULE:
        attested = ngettext("{count} attested", "{count} attested", count=part.count)
        return EarnedRow(_("Modules"), attested, minutes)
    attended = ngettext("{count} attended", "{count} attended", count=part.count)
    return EarnedRow(_("Live sessions"), attended, minutes)


def _made(
    claim: Claim,
    issued: IssuedForClaim | None,
    approved: ApprovedActivity,
    cohort: Cohort,
    now: datetime,
) -> ClaimMade:
    zone = cohort.zone
    closes_at = approved.activity.claims_close_at
    until = _(
        "You can take it back until a certificate is issued, but not claim again: "
        "the time for claims is over."
    )
    if now < closes_at:
        until = _(
            "You can take it back until a certificate is issued, "
            "and claim again until {closes:long_moment}.",
            closes=local(closes_at, zone),
        )
    return ClaimMade(
        amount=_amount(claim.quarters, claim.credit_system),
        made=local(claim.claimed_at, zone),
        certificate=issued.path if issued else None,
        why_not_take_back=why_not_change(cohort.archived_at)
        or rules.why_not_withdraw_claim(claim, issued.at if issued else None),
        until=until,
    )


def _amount(quarters: int, system: CreditSystem) -> Amount:
    if system is CreditSystem.AMA_PRA_1:
        return Amount(number(credits_fact(quarters)), phrase_html(quarters))
    unit = ngettext("hour of participation", "hours of participation", count=plural_of(quarters))
    return Amount(number(credits_fact(quarters)), unit)


def _statement(text: str) -> Markup:
    return mark_phrase(rules.with_phrase(text))


def _facts(activity: Activity) -> list[Fact]:
    facts = (
        Fact(_("Activity"), activity.title),
        Fact(_("Provided by"), activity.provider),
        Fact(_("Jointly with"), "; ".join(activity.joint_providers)),
        Fact(_("Learning format"), activity.learning_format),
        Fact(_("Place"), activity.place),
    )
    return [fact for fact in facts if fact.text]
