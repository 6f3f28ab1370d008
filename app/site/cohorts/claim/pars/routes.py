"""Letting one's credit be reported to PARS, changing with what, and taking that back."""

from starlette.responses import Response

from app.certificates.pars import actions
from app.certificates.pars.queries import permission_of
from app.certificates.pars.rules import NOT_FOR_THEM, Details, why_not_details
from app.cohorts.context import LearnerInCohort
from app.core.errors import require
from app.credit import queries as credit
from app.policy.table import Action
from app.site.cohorts.claim.pars.forms import ReportingForm
from app.site.cohorts.claim.pars.page import is_asked, reporting_page
from app.site.loaders import load_learner, name_whom_to_ask
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
PARS = "/cohorts/{cohort}/claim/pars"


@routes.get(PARS)
@allows(Action.CLAIM_READ)
def show_permission(visit: ReadVisit, cohort: str, saved: bool = False) -> Response:
    """Whether one's credit may be reported, and with what."""
    return _page(visit, load_learner(visit, cohort), None, saved=saved)


@routes.post(PARS)
@allows(Action.REPORTING_PERMIT)
def permit(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Allow it, or change with what."""
    learner = load_learner(visit, cohort)
    try:
        form = parse(ReportingForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, learner, FormState(invalid.values, invalid.errors))
    details = Details(**form.model_dump())
    if wrong := why_not_details(details):
        return _page(visit, learner, FormState(typed(submitted), dict(wrong)))
    own, by, now = learner.enrollment.id, visit.actor.person_id, visit.now
    standing = credit.own_standing(visit.db, learner.cohort.id, own, learner.policy, now)
    require(None if is_asked(standing) else NOT_FOR_THEM)
    actions.permit(visit.db, own, details, by=by, now=now)
    return see_other(f"{learner.path}/claim/pars?saved=true")


@routes.post(f"{PARS}/withdrawal")
@allows(Action.REPORTING_PERMIT)
def take_back(visit: WriteVisit, cohort: str) -> Response:
    """Take the permission back; what was given is emptied."""
    learner = load_learner(visit, cohort)
    own, by = learner.enrollment.id, visit.actor.person_id
    actions.take_back(visit.db, own, by=by, now=visit.now)
    return see_other(f"{learner.path}/claim/pars?saved=true")


def _page(
    visit: Visit, learner: LearnerInCohort, form: FormState | None, *, saved: bool = False
) -> Response:
    own = learner.enrollment.id
    standing = credit.own_standing(visit.db, learner.cohort.id, own, learner.policy, visit.now)
    name_whom_to_ask(visit, learner.cohort)
    given, zone = permission_of(visit.db, own), visit.actor.zone
    page = reporting_page(learner, standing, given, form, zone, saved=saved)
    status = 422 if page.form.errors else 200
    return render(visit.request, "cohorts/claim/pars/pars.html", page, status=status)
