"""A facilitator's desk: own sessions, a cohort's roster, a session's room."""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from app.casework.preparation import queries as preparation
from app.casework.preparation.queries import Preparation
from app.casework.teaching import queries
from app.certificates.overview.queries import at_risk_within
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.helpers.queries import addresses_of_coordinators
from app.cohorts.queries import UnitRow
from app.cohorts.rules import WATCHED_FOR
from app.cohorts.schedule.rules import next_session
from app.credit.queries import ledgers
from app.learning.threads.reports.queries import has_open_reports, open_reports
from app.messages.announcements.queries import last_written_in, of_coordinators
from app.people.roles import Reach, by_part, reach_of
from app.people.snoozes.queries import put_off
from app.policy.table import Action, Role
from app.site.loaders import absences_waiting, load_cohort, name_whom_to_ask
from app.site.parts.lately import lately_from
from app.site.parts.people import may_see_people
from app.site.teach.falling_behind import FallingBehind
from app.site.teach.page import PAGE_OF, teach_page
from app.site.teach.roster import Roster, roster_page
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.asked import ListAsked
from app.web.listing import window
from app.web.pages import render

routes = router()


@routes.get("/teach")
@allows(Action.TEACH_READ)
def show_teach(visit: ReadVisit, asked: ListAsked) -> Response:
    """One's own sessions. Who has a part in a single session is its facilitator."""
    actor, part = visit.actor, window(asked, PAGE_OF)
    reach = reach_of(actor, Role.FACILITATOR)
    own = (visit.db, actor.person_id, reach)
    cohorts = queries.taught_cohorts(*own, limit=part.limit, offset=part.offset)
    since = visit.now - WATCHED_FOR
    sessions = queries.taught_sessions(*own, among=cohorts[:PAGE_OF], open_after=since)
    visit.permit_own(by_part(has_part=bool(sessions)))
    later = put_off(visit.db, actor.person_id, visit.now)
    taught = {own.cohort_id for own in sessions}
    waits = open_reports(visit.db, taught), absences_waiting(visit, taught)
    behind = _falling_behind(visit, reach)
    page = teach_page(sessions, cohorts, part, *waits, behind, later, actor, visit.now)
    return render(visit.request, "teach/teach.html", page, block="content")


def _falling_behind(visit: Visit, reach: Reach) -> FallingBehind:
    found, by = at_risk_within(visit.db, reach, visit.now), visit.actor.person_id
    ids, since = [own.here.cohort.id for own in found], lately_from(visit.now)
    return FallingBehind(
        found,
        last_written_in(visit.db, of_coordinators(), ids, since=since),
        addresses_of_coordinators(visit.db, ids, visit.now, but=by),
        visit.request.app.state.settings.base_url,
    )


@routes.get("/teach/{cohort}")
@allows(Action.ROSTER_READ)
def show_roster(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Everybody in a cohort, with progress and how they prepared for the next session."""
    here = load_cohort(visit, cohort)
    name_whom_to_ask(visit, here.cohort)
    page = roster_page(here, _roster(visit, here), asked, visit.actor, visit.now)
    return render(visit.request, "teach/roster.html", page, block="content")


def _roster(visit: Visit, here: CohortContext) -> Roster:
    cohort_id = here.cohort.id
    units = cohorts.units(visit.db, cohort_id)
    coming = next_session(units, visit.now)
    coming = coming if coming and coming.module_version_id else None
    knows = may_see_people(visit.actor, here)
    return Roster(
        people=enrollments.roster(visit.db, cohort_id),
        ledgers=ledgers(visit.db, cohort_id),
        units=units,
        coming=coming,
        prepared=_prepared(visit, cohort_id, coming) if coming else {},
        addresses=enrollments.addresses_in(visit.db, cohort_id) if knows else None,
        reported=has_open_reports(visit.db, cohort_id),
        absences=absences_waiting(visit, [cohort_id]).of(cohort_id),
    )


def _prepared(visit: Visit, cohort_id: UUID, coming: UnitRow) -> Mapping[UUID, Preparation]:
    required = preparation.unit_facts(visit.db, coming.id).required_readings
    return preparation.preparations(visit.db, cohort_id, coming.id, required)
