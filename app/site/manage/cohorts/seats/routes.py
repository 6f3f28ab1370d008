"""How many seats a cohort has, in total and by institution."""

from starlette.responses import Response

from app.cohorts.admission.queries import line
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import seats
from app.cohorts.joining.queries import institutions
from app.cohorts.rules import WHY
from app.cohorts.seats.actions import change_seats
from app.cohorts.seats.rules import SAME
from app.core.errors import RefusedError
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.seats.forms import SeatsForm
from app.site.manage.cohorts.seats.page import error_fields, known_shares, seats_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/seats")
@allows(Action.PEOPLE_READ)
def show_seats(visit: ReadVisit, cohort: str, saved: bool = False) -> Response:
    """The seats of a cohort, who has them, and what follows from that."""
    return _page(visit, load_cohort(visit, cohort), FormState(), saved=saved)


@routes.post("/manage/cohorts/{cohort}/seats")
@allows(Action.SEATS_CHANGE)
def save_seats(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Change them, with a reason."""
    here = load_cohort(visit, cohort)
    values = {name: value for name, value in submitted.items() if isinstance(value, str)}
    try:
        form = parse(SeatsForm, submitted)
        known = known_shares(institutions(visit.db))
        shares = {id_: number for id_, number in form.shares.items() if id_ in known}
        by, now, why = visit.actor.person_id, visit.now, form.reason
        change_seats(visit.db, here.cohort, form.capacity, shares, reason=why, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, here, error_fields(FormState(invalid.values, invalid.errors)))
    except RefusedError as refused:
        at = {SAME: "capacity", WHY: "reason"}.get(refused.reason, "form")
        return _page(visit, here, FormState(values, {at: refused.reason}))
    return see_other(f"/manage/cohorts/{cohort}/seats?saved=true")


def _page(visit: Visit, here: CohortContext, form: FormState, *, saved: bool = False) -> Response:
    cohort_id = here.cohort.id
    known = institutions(visit.db)
    page = seats_page(
        here, seats(visit.db, cohort_id), line(visit.db, cohort_id), known, form, saved=saved
    )
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/seats/seats.html", page, status=status)
