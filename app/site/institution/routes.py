"""An institution lead's pages."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.cohorts.institutions import queries
from app.cohorts.institutions.rules import Release, released
from app.core.errors import NotFoundError
from app.credit.queries import standings
from app.credit.rules import CreditStatus
from app.people.models import Person
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.institution.page import (
    InstitutionPage,
    institution_lines,
    institution_page,
    no_cohort_page,
    people_of,
)
from app.site.institution.people import PEOPLE, people_page
from app.site.institution.report import institution_report_page, no_report_page, report_of
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render
from app.web.shown import table_of

routes = router()


@dataclass(frozen=True)
class _Read:
    """What both pages of a cohort show."""

    own: Mapping[UUID, Person]
    standings: Mapping[UUID, CreditStatus]
    release: Release | None


def _read(visit: Visit, here: CohortContext, institutions: Collection[UUID]) -> _Read:
    """The lead's own people as they stand now; of the others, only what was kept."""
    own = queries.enrolled(visit.db, here.cohort.id, institutions)
    stand = standings(visit.db, here.cohort.id, here.policy, visit.now, list(own))
    return _Read(own, stand, released(queries.snapshots(visit.db, here.cohort.id), institutions))


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
    read = _read(visit, here, institutions)
    if asked.format:
        listing, lines = people_of({}), institution_lines(read.own, read.standings)
        return download(
            f"{here.cohort.slug}-our-people", [table_of(listing, lines, asked)], asked.format
        )
    return _institution(
        visit, institution_page(names, cohorts, here, read.own, read.standings, read.release, asked)
    )


@routes.get("/institution/report")
@allows(Action.INSTITUTION_READ)
def show_report(visit: ReadVisit, asked: ListAsked, cohort: str | None = None) -> Response:
    """Own people in one cohort, each with what they miss, to print or to download."""
    institutions = _own_institutions(visit)
    names = queries.institution_names(visit.db, institutions)
    cohorts = queries.cohorts_with(visit.db, institutions)
    here = _cohort_asked_for(cohorts, cohort)
    if here is None:
        return render(visit.request, "institution/report.html", no_report_page(names))
    read = _read(visit, here, institutions)
    if asked.format:
        lines = institution_lines(read.own, read.standings)
        table = table_of(report_of({}), lines, asked)
        return download(f"{here.cohort.slug}-our-report", [table], asked.format)
    page = institution_report_page(
        names, cohorts, here, read.own, read.standings, read.release, asked
    )
    return render(visit.request, "institution/report.html", page)


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
    if asked.format:
        return download("our-people", [table_of(PEOPLE, members, asked)], asked.format)
    page = people_page(names, members, asked)
    return render(visit.request, "institution/people.html", page, block="content")


def _own_institutions(visit: Visit) -> Collection[UUID]:
    return reach_of(visit.permit_own(), Role.LEAD).institutions
