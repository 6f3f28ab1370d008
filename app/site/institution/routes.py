"""An institution lead's pages."""

from collections.abc import Collection, Sequence
from uuid import UUID

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.cohorts.institutions import queries
from app.core.errors import NotFoundError
from app.credit.queries import standings
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.institution.page import (
    InstitutionPage,
    institution_lines,
    institution_page,
    no_cohort_page,
    people_of,
)
from app.site.institution.people import people_page
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import csv_file
from app.web.pages import render
from app.web.shown import csv_of

routes = router()


@routes.get("/institution")
@allows(Action.INSTITUTION_READ)
def show_institution(visit: ReadVisit, asked: ListAsked, cohort: str | None = None) -> Response:
    """Own people in one cohort with their progress; of all others at most a count."""
    institutions = _own_institutions(visit)
    names = queries.institution_names(visit.db, institutions)
    cohorts = queries.cohorts_with(visit.db, institutions)
    here = _cohort_asked_for(cohorts, cohort)
    if here is None:
        return _institution(visit, no_cohort_page(names))
    own = queries.enrolled(visit.db, here.cohort.id, institutions)
    everybody = standings(visit.db, here.cohort.id, here.policy, visit.now)
    if asked.csv:
        listing, lines = people_of({}), institution_lines(own, everybody)
        return csv_file(f"{here.cohort.slug}-our-people", csv_of(listing, lines, asked))
    return _institution(visit, institution_page(names, cohorts, here, own, everybody, asked))


def _institution(visit: Visit, page: InstitutionPage) -> Response:
    return render(visit.request, "institution/institution.html", page, block="content")


def _cohort_asked_for(cohorts: Sequence[CohortContext], slug: str | None) -> CohortContext | None:
    """The cohort of that address, the newest if none is asked for; None if there are none."""
    if slug is None:
        return cohorts[0] if cohorts else None
    found = next((here for here in cohorts if here.cohort.slug == slug), None)
    if found is None:
        raise NotFoundError
    return found


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
