"""An institution lead's pages."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from starlette.responses import Response

from app.certificates.queries import count_live
from app.cohorts.context import CohortContext
from app.cohorts.deciding.queries import waiting_for_leads
from app.cohorts.institutions import queries
from app.cohorts.institutions.own.rules import OwnCohort, opens_on
from app.core.errors import NotFoundError
from app.credit.queries import standings
from app.messages.announcements.queries import last_written_in, of_lead
from app.people.roles import reach_of
from app.people.snoozes.queries import put_off
from app.policy.table import Action, Role
from app.site.institution.loaders import load_own_cohorts
from app.site.institution.own import OwnPeople, own_people
from app.site.institution.page import InstitutionPage, institution_page, no_cohort_page, people_of
from app.site.institution.people import PEOPLE, people_page
from app.site.institution.report import institution_report_page, no_report_page, report_of
from app.site.institution.waiting import waits_for_lead
from app.site.parts.lately import lately_from
from app.site.parts.waiting import Waiting
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render
from app.web.shown import table_of

routes = router()


def _own_people(visit: Visit, here: CohortContext, institutions: Collection[UUID]) -> OwnPeople:
    """The lead's own people as they stand now; of all together, only what was kept."""
    own = queries.enrolled(visit.db, here.cohort.id, institutions)
    stand = standings(visit.db, here.cohort.id, here.policy, visit.now, list(own))
    history = queries.snapshots(visit.db, here.cohort.id)
    issued = count_live(visit.db, list(own))
    return own_people(here, own, stand, issued, history, institutions, visit.now)


@routes.get("/institution")
@allows(Action.INSTITUTION_READ)
def show_institution(visit: ReadVisit, asked: ListAsked, cohort: str | None = None) -> Response:
    """Own people in one cohort with their progress; of all together at most counts."""
    institutions = _own_institutions(visit)
    names = queries.institution_names(visit.db, institutions)
    waiting = waiting_for_leads(visit.db, institutions)
    whole = load_own_cohorts(visit, institutions)
    here = _cohort_asked_for(whole.cohorts, cohort, visit.now)
    if here is None:
        return _institution(visit, no_cohort_page(names, _waits(visit, waiting), whole.left_out))
    own = _own_people(visit, here, institutions)
    if asked.format:
        table = table_of(people_of({}), own.lines, asked)
        return download(f"{here.cohort.slug}-our-people", [table], asked.format)
    zone = visit.actor.zone
    page = institution_page(names, whole, own, asked, _waits(visit, waiting, own), zone=zone)
    return _institution(visit, page)


def _waits(visit: Visit, applications: Collection[UUID], own: OwnPeople | None = None) -> Waiting:
    by, written = visit.actor.person_id, {}
    if own is not None:
        id_, since = own.here.cohort.id, lately_from(visit.now)
        written = last_written_in(visit.db, of_lead(by), [id_], since=since).get(id_, {})
    later = put_off(visit.db, by, visit.now)
    return waits_for_lead(applications, own, written, later, visit.actor.zone, visit.now)


@routes.get("/institution/report")
@allows(Action.INSTITUTION_READ)
def show_report(visit: ReadVisit, asked: ListAsked, cohort: str | None = None) -> Response:
    """Own people in one cohort, each with what they miss, to print or to download."""
    institutions = _own_institutions(visit)
    names = queries.institution_names(visit.db, institutions)
    whole = load_own_cohorts(visit, institutions)
    here = _cohort_asked_for(whole.cohorts, cohort, visit.now)
    if here is None:
        return render(
            visit.request, "institution/report.html", no_report_page(names, whole.left_out)
        )
    own = _own_people(visit, here, institutions)
    if asked.format:
        table = table_of(report_of({}), own.lines, asked)
        return download(f"{here.cohort.slug}-our-report", [table], asked.format)
    page = institution_report_page(names, whole, own, asked, visit.actor.zone)
    return render(visit.request, "institution/report.html", page)


def _institution(visit: Visit, page: InstitutionPage) -> Response:
    return render(visit.request, "institution/institution.html", page, block="content")


def _cohort_asked_for(
    cohorts: Sequence[OwnCohort], slug: str | None, now: datetime
) -> CohortContext | None:
    """The cohort of that address, the most current if none is asked for; None if there are none."""
    if slug is None:
        current = opens_on(cohorts, now)
        return current.here if current else None
    found = next((each.here for each in cohorts if each.here.cohort.slug == slug), None)
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
