"""Claiming credit, and taking the claim back until a certificate is issued for it."""

from collections.abc import Callable

from starlette.responses import Response

from app.certificates.pars.queries import permission_of
from app.certificates.queries import certificate_of_claims
from app.certificates.rules import CertificateState, full_name
from app.certificates.withdrawals import actions as withdrawals
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import LEFT
from app.core.errors import RefusedError
from app.credit import actions
from app.credit import queries as credit
from app.credit.changes.queries import versions_since
from app.credit.lowered.queries import why_claims_are_above
from app.credit.models import Claim
from app.credit.status.rules import CreditStatus
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.cohorts.claim.choosing import chosen_or_usual
from app.site.cohorts.claim.forms import ClaimForm
from app.site.cohorts.claim.made import IssuedForClaim
from app.site.cohorts.claim.page import claim_page
from app.site.cohorts.claim.reporting import ReportingAsked, asked_of
from app.site.loaders import evaluation_of, load_learner, name_whom_to_ask
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/claim")
@allows(Action.CLAIM_READ)
def show_claim(
    visit: ReadVisit,
    cohort: str,
    taken_back: bool = False,
    changed: bool = False,
    system: str = "",
) -> Response:
    """What was earned, and the claim: made, to be made, or why not. `system`: what is chosen."""
    learner = load_learner(visit, cohort)
    return _page(visit, learner, system, taken_back=taken_back, changed=changed)


@routes.post("/cohorts/{cohort}/claim")
@allows(Action.CLAIM_MAKE)
def make_claim(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Claim what was chosen."""
    return _claimed(visit, cohort, submitted, actions.claim, "")


@routes.post("/cohorts/{cohort}/claim/change")
@allows(Action.CLAIM_MAKE)
def change_claim(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Let another claim take the place of the one that was made."""
    return _claimed(visit, cohort, submitted, actions.claim_anew, "?changed=true")


def _claimed(
    visit: Visit, cohort: str, submitted: Submitted, act: Callable[..., Claim], done: str
) -> Response:
    learner = load_learner(visit, cohort)
    try:
        form = parse(ClaimForm, submitted)
    except FormInvalidError as invalid:
        form_state = FormState(invalid.values, invalid.errors)
        return _page(visit, learner, form_state.value("system"), form=form_state)
    said = {"system": form.system, "read": form.read}
    try:
        act(visit.db, learner, form.quarters, **said, by=visit.actor.person_id, now=visit.now)
    except RefusedError as refused:
        if refused.reason == LEFT:  # who has left has no such page
            raise
        values = {"quarters": str(form.quarters)}
        errors = FormState(values, {"quarters": refused.reason})
        return _page(visit, learner, form.system, form=errors)
    return see_other(f"{learner.path}/claim{done}")


@routes.post("/cohorts/{cohort}/claim/withdrawal")
@allows(Action.CLAIM_MAKE)
def withdraw_claim(visit: WriteVisit, cohort: str) -> Response:
    """Take the claim back, if no certificate was issued for it."""
    learner = load_learner(visit, cohort)
    withdrawals.withdraw_claim(visit.db, learner, by=visit.actor.person_id, now=visit.now)
    return see_other(f"{learner.path}/claim?taken_back=true")


def _page(
    visit: Visit,
    learner: LearnerInCohort,
    system: str = "",
    *,
    form: FormState | None = None,
    taken_back: bool = False,
    changed: bool = False,
) -> Response:
    standing = chosen_or_usual(
        credit.own_standing(
            visit.db, learner.cohort.id, learner.enrollment.id, learner.policy, visit.now
        ),
        system,
    )
    name_whom_to_ask(visit, learner.cohort)
    page = claim_page(
        learner,
        standing,
        _issued(visit, learner, standing.claim),
        claimant=full_name(visit.actor.certificate_name, visit.actor.degrees),
        zone=visit.actor.zone,
        now=visit.now,
        versions=versions_since(visit.db, standing),
        above=_above(visit, learner, standing),
        evaluation=evaluation_of(visit, learner, standing.completion),
        reporting=_reporting(visit, learner, standing),
        form=form,
        taken_back=taken_back,
        changed=changed,
    )
    status = 422 if page.form.errors else 200
    return render(visit.request, "cohorts/claim/claim.html", page, block="content", status=status)


def _above(visit: Visit, learner: LearnerInCohort, standing: CreditStatus) -> Reason | None:
    """Why the claim is more than what is earned now, if it is."""
    place, cohort = learner.enrollment.id, learner.cohort
    return why_claims_are_above(visit.db, cohort.id, {place: standing}, cohort.zone).get(place)


def _reporting(
    visit: Visit, learner: LearnerInCohort, standing: CreditStatus
) -> ReportingAsked | None:
    """One statement, and only for who is asked or was."""
    given = permission_of(visit.db, learner.enrollment.id)
    return asked_of(learner, standing, given, visit.actor.zone)


def _issued(visit: Visit, learner: LearnerInCohort, claim: Claim | None) -> IssuedForClaim | None:
    """The newest certificate of a claim, but one revoked before this claim was made."""
    found = certificate_of_claims(visit.db, learner.enrollment.id) if claim else None
    if found is None or claim is None:
        return None
    certificate = found.certificate
    path = f"/my/certificates/{certificate.number}.pdf"
    holds, says_it = found.status.state is CertificateState.VALID, certificate.claim_id == claim.id
    if not holds and not says_it:
        return None
    return IssuedForClaim(certificate.issued_at, path, holds=holds, says_it=says_it)
