"""An institution lead's pages."""

from collections.abc import Collection
from uuid import UUID

from starlette.responses import Response

from app.policy.table import Action, Role
from app.site.institution.pages import institution_page, people_page
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/institution")
@allows(Action.INSTITUTION_READ)
def show_institution(visit: ReadVisit, cohort: str | None = None) -> Response:
    """Own people in one cohort with their progress; of all others at most a count."""
    page = institution_page(visit.db, _own_institutions(visit), cohort, visit.now)
    return render(visit.request, "institution/institution.html", page, block="content")


@routes.get("/institution/people")
@allows(Action.INSTITUTION_READ)
def show_people(visit: ReadVisit, q: str = "", sort: str = "name", page: int = 1) -> Response:
    """Everybody of one's own institution."""
    own = _own_institutions(visit)
    found = people_page(visit.db, own, query=q.strip(), order=sort, number=page)
    return render(visit.request, "institution/people.html", found, block="content")


def _own_institutions(visit: Visit) -> Collection[UUID]:
    return visit.permit_own().scope_ids(Role.LEAD)
