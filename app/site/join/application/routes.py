"""Correcting what one answered when one applied, as long as nobody has decided."""

from starlette.responses import Response

from app.cohorts.applications import queries
from app.cohorts.applications.actions import correct
from app.cohorts.applications.rules import fingerprint, why_not_correct
from app.cohorts.joining.queries import place_of
from app.core.errors import RefusedError
from app.policy.table import Action
from app.site.join.application.page import correct_page
from app.site.join.forms import typed, typed_answers
from app.site.join.loaders import load_cohort_to_join
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted
from app.web.pages import render, see_other

routes = router()


@routes.get("/join/{cohort}/application")
@allows(Action.SEAT_ASK)
def show_answers(visit: ReadVisit, cohort: str) -> Response:
    """The form with one's answers; who waits for no decision has none to correct."""
    return _page(visit, cohort, FormState())


@routes.post("/join/{cohort}/application")
@allows(Action.SEAT_ASK)
def correct_answers(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Answer differently."""
    here = load_cohort_to_join(visit, cohort)
    person_id = visit.permit_own().person_id
    try:
        asked = queries.asked(visit.db, here.cohort.id)
        given, seen = typed_answers(submitted, asked), fingerprint(asked)
        correct(visit.db, here.cohort, person_id, given, now=visit.now, seen=seen)
    except FormInvalidError as invalid:
        return _page(visit, cohort, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _page(visit, cohort, FormState(typed(submitted), {"form": refused.reason}))
    return see_other(f"/join/{cohort}#answers")


def _page(visit: Visit, slug: str, form: FormState) -> Response:
    here = load_cohort_to_join(visit, slug)
    place = place_of(visit.db, here.cohort.id, visit.permit_own().person_id)
    if place is None or why_not_correct(place.status) is not None:
        return see_other(f"/join/{slug}")
    asked = queries.asked(visit.db, here.cohort.id)
    answers = queries.answers_of(visit.db, [place.id]).get(place.id, ())
    page = correct_page(here.cohort, asked, answers, form)
    status = 422 if form.errors else 200
    return render(visit.request, "join/application/application.html", page, status=status)
