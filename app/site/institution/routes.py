"""An institution lead's pages."""

from collections.abc import Collection
from uuid import UUID

from starlette.responses import Response

from app.cohorts.institutions import queries
from app.credit.queries import standings
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.institution.pages import (
    cohort_asked_for,
    institution_page,
    no_cohort_page,
    people_page,
)
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.pages import render

routes = router()


@routes.get("/institution")
@allows(Action.INSTITUTION_READ)
def show_institution(visit: ReadVisit, cohort: str | None = None) -> Response:
    """Own people in one cohort with their progress; of all others at most a count."""
    own = _own_institutions(visit)
    names = queries.institution_names(visit.db, own)
    cohorts = queries.cohorts_with(visit.db, own)
    here = cohort_asked_for(cohorts, cohort)
    if here is None:
        page = no_cohort_page(names)
    else:
        departments = queries.enrolled(visit.db, here.cohort.id, own)
        everybody = standings(visit.db, here.cohort.id, here.policy, visit.now)
        page = institution_page(names, cohorts, here, departments, everybody)
    return render(visit.request, "institution/institution.html", page, block="content")


@routes.get("/institution/people")
@allows(Action.INSTITUTION_READ)
def show_people(visit: ReadVisit, asked: ListAsked) -> Response:
    """Everybody of one's own institution."""
    own = _own_institutions(visit)
    names = queries.institution_names(visit.db, own)
    members = queries.members(visit.db, own)
    page = people_page(names, members, asked)
    return render(visit.request, "institution/people.html", page, block="content")


def _own_institutions(visit: Visit) -> Collection[UUID]:
    return reach_of(visit.permit_own(), Role.LEAD).institutions
