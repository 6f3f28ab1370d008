"""The claim page: what was earned with its arithmetic, and the claim."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from app.cohorts.context import LearnerInCohort
from app.credit import rules
from app.credit.additions.rules import additions_to
from app.credit.completion.progress import progress
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.credit.ledger import Ledger
from app.credit.models import Activity
from app.credit.phrase import credits_fact
from app.credit.status.rules import CreditStatus, waits_for_verification
from app.credit.systems.rules import (
    Designated,
    claim_statement,
    notes_for,
    of_key,
)
from app.language import Text, _, dotted
from app.language.moments import in_cohort_zone, long_on_both_clocks, told
from app.language.reasons import Reason
from app.language.styles import number
from app.site.cohorts.claim.arithmetic import Arithmetic, arithmetic
from app.site.cohorts.claim.choosing import Choosing, choosing_of
from app.site.cohorts.claim.made import (
    ClaimMade,
    IssuedForClaim,
    claim_made,
    claim_only,
    claim_options,
    statement,
)
from app.site.cohorts.claim.reporting import ReportingAsked
from app.site.parts.credit import Wording, told_of_credit, wording_of
from app.site.parts.evaluations import Evaluation
from app.site.parts.people import PROFESSIONS
from app.web.forms import FormState
from app.web.parts import Fact, FieldError, Link, Option


@dataclass(frozen=True)
class ClaimOffer:
    """What an activity offers this learner, and the statements that belong to it."""

    earned: Arithmetic
    states: Markup
    """What is signed by claiming all of it, word for word as it is kept."""
    all_of_it: int
    """In quarters."""
    steps: Sequence[Option]
    least: str
    most: str
    beside: Sequence[Markup]
    """What goes with it, for the same minutes, and who else accepts it."""
    claim_only: Text
    is_credit: bool
    """Then the activity says it; of hours we do."""
    closes: datetime
    cohort_time: Text | None
    """The same on the cohort's clock, where it shows something else than the reader's."""
    facts: Sequence[Fact]
    needs: Sequence[Reason | Markup]
    """What credit needs, in the words of every page, and what was changed last."""
    statements: Sequence[Markup]
    """In the words of the activity, as its claim statement."""


@dataclass(frozen=True)
class ClaimPage:
    """What a learner has earned and claimed in a cohort, or why nothing can be claimed."""

    language: str
    """Of what the activity says."""
    eyebrow: str
    back: str
    path: str
    read: str
    """As what a claim is offered here; a page that offered something else signs nothing."""
    system: str
    """The key of what is claimed here; empty: what is suggested."""
    words: Wording
    why_not: Reason | None
    progress: Sequence[Reason]
    unverified: bool
    claimant: Sequence[Fact]
    """As whom they claim."""
    offer: ClaimOffer | None
    choosing: Choosing | None
    """Where they can claim in one of several."""
    made: ClaimMade | None
    taken_back: bool
    changed: bool
    evaluation: Link | None = None
    """Where what comes first is answered."""
    given: Sequence[Text] = ()
    """That they have more time than others, or are exempt from something."""
    too_early: bool = False
    """Whether sessions of a series are still to come, which a claim made now would not count."""
    reporting: ReportingAsked | None = None
    """Whether it may be reported, where that is asked."""
    form: FormState = field(default_factory=FormState)

    @property
    def is_claimed_in_another(self) -> bool:
        """Whether what is suggested gives nothing, and something else that fits them does."""
        return self.choosing is not None and self.why_not == rules.NOTHING_EARNED

    @property
    def errors(self) -> list[FieldError]:
        """For the summary on top; without the form there is no field to lead to."""
        if self.why_not and not (self.made and self.made.change):
            return [FieldError(None, error.text) for error in self.form.summary]
        return self.form.summary


def claim_page(
    learner: LearnerInCohort,
    standing: CreditStatus,
    issued: IssuedForClaim | None,
    *,
    claimant: str,
    zone: str,
    now: datetime,
    versions: Sequence[ApprovedActivity] = (),
    above: Reason | None = None,
    evaluation: Evaluation | None = None,
    reporting: ReportingAsked | None = None,
    form: FormState | None = None,
    taken_back: bool = False,
    changed: bool = False,
) -> ClaimPage:
    """The page for one learner. `claimant`: as certificates name them; `zone`: their own.

    `versions`: of the activity, those of which is told what they changed; `above`: why the
    claim is more than what is earned by the one in force.
    """
    claim = standing.claim
    system = claim.credit_system if claim and not standing.chosen else standing.system
    path = f"{learner.path}/claim"
    choosing = choosing_of(standing, path, learner.cohort.zone)
    return ClaimPage(
        language=learner.program.language,
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        back=learner.path,
        path=path,
        read=rules.offered_as(standing),
        system=choosing.system if choosing else standing.chosen,
        words=wording_of(system),
        why_not=rules.why_not_claim(standing, now),
        progress=progress(standing.completion),
        unverified=waits_for_verification(standing),
        claimant=_claimant(claimant, standing.ledger),
        offer=_offer(standing, system, versions, learner.cohort.zone, zone, now),
        choosing=choosing,
        made=claim_made(claim, issued, standing, above, learner.cohort, zone, now)
        if claim and standing.approved
        else None,
        taken_back=taken_back,
        changed=changed,
        evaluation=evaluation.link if evaluation and claim is None else None,
        given=_given(standing, learner.cohort.zone, zone) if claim is None else (),
        too_early=learner.cohort.is_series and claim is None and _is_to_come(standing),
        reporting=reporting,
        form=form or FormState(),
    )


def _given(standing: CreditStatus, zone: str, reader_zone: str) -> list[Text]:
    """What was given to them alone, as long as it makes a difference."""
    given, closes_at = standing.ledger.extension, standing.claims_close_at
    if given is None or closes_at is None:
        return []
    closes = long_on_both_clocks(closes_at, zone, reader_zone)
    found: list[Text] = [_("For you, claims close {closes}.", closes=closes)]
    if given.waives_evaluation:
        found.append(_("You need not answer the evaluation."))
    if given.waives_completion:
        found.append(_("You need not have completed the program."))
    return found


def _claimant(name: str, ledger: Ledger) -> list[Fact]:
    profession = PROFESSIONS[ledger.profession]
    since = ledger.profession_verified_at
    verified = _("not verified") if since is None else _("verified")
    return [
        Fact(_("Name on certificate"), name),
        Fact(_("Profession"), dotted((profession, verified))),
    ]


def _is_to_come(standing: CreditStatus) -> bool:
    return standing.completion.sessions_ahead > 0


def _offer(
    standing: CreditStatus,
    system: str,
    versions: Sequence[ApprovedActivity],
    zone: str,
    reader_zone: str,
    now: datetime,
) -> ClaimOffer | None:
    approved = standing.approved
    own = (of_key(system, approved.designated) or standing.designated) if approved else None
    earned = standing.eligibility_in(own.key) if own else None
    if approved is None or earned is None or own is None:
        return None
    activity, closes_at = approved.activity, standing.claims_close_at
    assert closes_at is not None
    return ClaimOffer(
        earned=_arithmetic(standing, own, now),
        states=statement(claim_statement(activity, own.system, earned.quarters)),
        all_of_it=earned.quarters,
        steps=claim_options(earned),
        least=number(credits_fact(earned.step_quarters)),
        most=number(credits_fact(earned.quarters)),
        beside=_beside(standing, approved, own, earned.quarters),
        claim_only=claim_only(activity, own.key),
        is_credit=own.key == AMA_PRA_1,
        closes=told(closes_at, zone, reader_zone),
        cohort_time=in_cohort_zone(closes_at, zone, reader_zone),
        facts=_facts(activity),
        needs=told_of_credit(standing, zone, versions),
        statements=_statements(approved),
    )


def _arithmetic(standing: CreditStatus, own: Designated, now: datetime) -> Arithmetic:
    """By what a claim that was made is judged; beside one that is above that, by what is in force.

    `own`: what they claim in as things are now.
    """
    is_above = rules.is_claim_above(standing)
    judged = standing if is_above else standing.as_claimed
    known = of_key(own.key, judged.approved.designated) if judged.approved else None
    earned = judged.eligibility_in(own.key)
    assert earned is not None  # there is an activity
    of_then = not is_above and standing.claimed_in is not None
    return arithmetic(judged, earned, known or own, now, of_then=of_then)


def _beside(
    standing: CreditStatus, approved: ApprovedActivity, own: Designated, quarters: int
) -> list[Markup]:
    """With physicians' credit what is added, with hours who accepts what others are awarded."""
    ledger = standing.ledger
    if own.key == PARTICIPATION:
        who = ledger.profession, ledger.profession_verified_at
        return [statement(note.statement) for note in notes_for(*who, approved.designated)]
    return [statement(added.text) for added in additions_to(standing, approved, own.key, quarters)]


def _statements(approved: ApprovedActivity) -> list[Markup]:
    """Those of the activity, and of each designation that has its own."""
    activity = approved.activity
    said = [activity.accreditation_statement, activity.designation_statement]
    said += [own.statement for own in approved.designated if own.max_quarters]
    return [statement(text) for text in said if text]


def _facts(activity: Activity) -> list[Fact]:
    facts = (
        Fact(_("Activity"), activity.title),
        Fact(_("Provided by"), activity.provider),
        Fact(_("Jointly with"), "; ".join(activity.joint_providers)),
        Fact(_("Learning format"), activity.learning_format),
        Fact(_("Place"), activity.place),
    )
    return [fact for fact in facts if fact.text]
