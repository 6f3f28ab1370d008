"""Being recorded by a link: one that was mailed to somebody, or that their browser was given."""

from starlette.responses import Response

from app.casework.drop_ins.rules import NO_GOOD, of_oneself
from app.casework.drop_ins.sealing import opened
from app.cohorts.context import CohortContext
from app.language.reasons import Reason
from app.people.addresses.queries import proven_addresses
from app.policy.table import Action
from app.site.join.drop_in.link.page import ConfirmPage
from app.site.join.drop_in.routes import is_in, let_in
from app.site.join.loaders import load_cohort_to_join
from app.site.parts.check_in_browsers import device_token
from app.site.parts.codes import secret_key
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def show_confirmation(visit: ReadVisit, cohort: str, arrival: str) -> Response:
    """A button only: a GET records nobody."""
    here = load_cohort_to_join(visit, cohort)
    visit.permit_own()
    return _confirm(visit, here, arrival)


@routes.post("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def confirm(visit: WriteVisit, cohort: str, arrival: str) -> Response:
    """Be recorded as there since the moment of the code."""
    here = load_cohort_to_join(visit, cohort)
    person_id, device = visit.permit_own().person_id, device_token(visit)
    keepers = [*proven_addresses(visit.db, person_id), device]
    own = opened(secret_key(visit), keepers, arrival)
    if own is None or own.cohort_id != here.cohort.id:
        return _confirm(visit, here, arrival, NO_GOOD)
    if why_not := let_in(visit, here, own, device):
        return _confirm(visit, here, arrival, of_oneself(why_not))
    return is_in(visit, here, own, device)


def _confirm(
    visit: Visit, here: CohortContext, arrival: str, why_not: Reason | None = None
) -> Response:
    path = f"/join/{here.cohort.slug}"
    page = ConfirmPage(here.cohort.title, path, f"{path}/drop-in/{arrival}", why_not)
    return render(visit.request, "join/drop_in/confirm.html", page, status=409 if why_not else 200)
