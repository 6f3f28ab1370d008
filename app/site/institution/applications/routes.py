"""An institution's lead decides on applications of own people, where the coordinator lets them."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.applications.queries import answers_of
from app.cohorts.applications.rules import to_questions
from app.cohorts.deciding import queries
from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.deciding.queries import Application
from app.cohorts.enrollments.queries import seats
from app.cohorts.institutions.queries import institution_names
from app.cohorts.rules import WHY
from app.core.errors import NotFoundError, RefusedError
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.institution.applications.forms import LeadDecidesForm
from app.site.institution.applications.page import (
    PATH,
    own_application_page,
    own_applications_page,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get(PATH)
@allows(Action.INSTITUTION_READ)
def show_applications(visit: ReadVisit, asked: ListAsked) -> Response:
    """Own people's applications in cohorts in which leads decide."""
    own = reach_of(visit.permit_own(), Role.LEAD).institutions
    applied = queries.applications_to_leads(visit.db, own)
    page = own_applications_page(institution_names(visit.db, own), applied, asked, visit.actor.zone)
    return render(visit.request, "institution/applications/applications.html", page)


@routes.get(f"{PATH}/{{application}}")
@allows(Action.INSTITUTION_READ)
def show_application(visit: ReadVisit, application: UUID, done: Decision | None = None) -> Response:
    """One of them with its answers; of anybody else's there is nothing here."""
    return _page(visit, _load(visit, application), FormState(), done=done)


@routes.post(f"{PATH}/{{application}}")
@allows(Action.INSTITUTION_DECIDE)
def decide_on_it(visit: WriteVisit, application: UUID, submitted: Submitted) -> Response:
    """Give a seat or decline, on behalf of the institution."""
    own = _load(visit, application)
    try:
        form = parse(LeadDecidesForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, own, FormState(invalid.values, invalid.errors))
    try:
        decide(
            visit.db,
            own.cohort,
            [own.person.id],
            form.decision,
            reason=form.reason,
            by=visit.actor.person_id,
            now=visit.now,
            on_behalf_of=own.person.institution_id,
        )
    except RefusedError as refused:
        at = "reason" if refused.reason == WHY else "decision"
        values = {"decision": form.decision.value, "reason": form.reason}
        return _page(visit, _load(visit, application), FormState(values, {at: refused.reason}))
    return see_other(f"{PATH}/{application}?done={form.decision}")


def _load(visit: Visit, enrollment_id: UUID) -> Application:
    own = reach_of(visit.permit_own(), Role.LEAD).institutions
    found = queries.applications_to_leads(visit.db, own, [enrollment_id])
    if not found:
        raise NotFoundError
    return found[0]


def _page(
    visit: Visit, own: Application, form: FormState, *, done: Decision | None = None
) -> Response:
    answers = answers_of(visit.db, [own.enrollment.id]).get(own.enrollment.id, ())
    free, by = seats(visit.db, own.cohort.id), visit.actor
    page = own_application_page(
        own, to_questions(answers), free, form, by=by, now=visit.now, done=done
    )
    status = 422 if form.errors else 200
    return render(visit.request, "institution/applications/application.html", page, status=status)
