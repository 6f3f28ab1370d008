"""Taking back that one's credit is reported to PARS, also in a cohort that one has left."""

from starlette.responses import Response

from app.certificates.pars import actions
from app.certificates.pars.own.queries import place_of
from app.core import audit
from app.core.errors import NotFoundError
from app.policy.table import Action
from app.site.visits import WriteVisit, allows, router
from app.web.pages import see_other

routes = router()


@routes.post("/my/certificates/pars/{cohort}/withdrawal")
@allows(Action.OWN_REPORTING_WITHDRAW)
def take_back_own(visit: WriteVisit, cohort: str) -> Response:
    """Take the permission back; of none that stands, nothing changes."""
    person_id = visit.permit_own().person_id
    place = place_of(visit.db, person_id, cohort)
    if place is None:
        raise NotFoundError
    audit.continue_chain(visit.db, place.cohort_id)
    actions.take_back(visit.db, place.id, by=person_id, now=visit.now)
    return see_other("/my/certificates?withdrawn=true")
