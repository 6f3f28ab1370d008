"""The first page of each role."""

from collections.abc import Sequence

from starlette.responses import Response

from app.certificates.queries import IssuedSoFar, count_issued
from app.cohorts import queries as cohorts
from app.cohorts.coming.queries import coming_cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.models import Cohort
from app.cohorts.queries import UnitRow
from app.cohorts.schedule.rules import CohortPeriod, cohort_to_show, next_session, units_to_sign
from app.cohorts.sessions import queries as sessions
from app.content import library
from app.credit import queries as credit
from app.credit.rules import why_not_claim
from app.credit.status.rules import CreditStatus, assess_earned
from app.learning import queries as learned
from app.learning.items.queries import work_in
from app.policy.table import Action
from app.site.home.page import home_page
from app.site.home.work import ReadAt, UnitToDo, work_on
from app.site.loaders import (
    evaluation_of,
    gone_places,
    name_whom_to_ask,
    own_check_in,
    still_enrolled,
    still_there,
    units_for,
)
from app.site.navigation import DESKS
from app.site.parts.no_cohort import no_cohort_page
from app.site.parts.seats import OwnSeat, own_seats
from app.site.visits import ReadVisit, Visit, allows, router
from app.studies.own.queries import studies_asking
from app.web.pages import render, see_other
from app.web.parts import Link

routes = router()


@routes.get("/home")
@allows(Action.HOME_READ)
def show_home(visit: ReadVisit) -> Response:
    """The first page of each role: the running course, else the desk."""
    actor = visit.permit_own()
    known = enrollments.enrollments_of(visit.db, actor.person_id)
    every = still_enrolled(known)
    places = still_there(visit, every)
    seats = own_seats(known, actor.zone, visit.now)
    if places:
        return _learner_home(visit, places, seats)
    if any(seat.held for seat in seats):
        return _without_cohort(visit, seats, every)
    for role, desks in DESKS.items():
        if role in actor.roles:
            return see_other(desks[0].path)
    if sessions.has_part(visit.db, actor.person_id):
        return see_other("/teach")
    return _without_cohort(visit, seats, every)


def _without_cohort(
    visit: Visit, seats: Sequence[OwnSeat], every: Sequence[LearnerInCohort]
) -> Response:
    offered = coming_cohorts(visit.db, visit.now)
    asking = studies_asking(visit.db, visit.actor.person_id, visit.now)
    page = no_cohort_page(
        visit.actor.display_name,
        seats,
        offered,
        visit.now,
        studies=asking,
        gone=gone_places(visit, every),
        reader_zone=visit.actor.zone,
    )
    return render(visit.request, "parts/no_cohort.html", page)


def _learner_home(
    visit: Visit, places: Sequence[LearnerInCohort], seats: Sequence[OwnSeat]
) -> Response:
    learner = _place_to_show(visit, places)
    name_whom_to_ask(visit, learner.cohort)
    units = units_for(visit, learner)
    standing = _standing(visit, learner, units)
    unit, earlier = units_to_sign(units, standing.ledger.attested, visit.now)
    complete = standing.completion.complete
    asked = complete or standing.claim is not None
    issued = count_issued(visit.db, learner.enrollment.id) if asked else IssuedSoFar(0, 0)
    page = home_page(
        learner,
        units,
        standing,
        _work(visit, learner, unit) if unit and visit.now < learner.cohort.closes_at else None,
        earlier,
        evaluation=evaluation_of(visit, learner, standing.completion),
        may_claim=complete and why_not_claim(standing, visit.now) is None,
        issued=issued,
        seats=seats,
        studies=studies_asking(visit.db, visit.actor.person_id, visit.now),
        others=[_link(place.cohort) for place in places if place is not learner],
        own=own_check_in(visit, learner, next_session(units, visit.now)),
        reader_zone=visit.actor.zone,
        now=visit.now,
    )
    return render(visit.request, "home/home.html", page, block="content")


def _link(cohort: Cohort) -> Link:
    return Link(cohort.title, f"/cohorts/{cohort.slug}")


def _place_to_show(visit: Visit, places: Sequence[LearnerInCohort]) -> LearnerInCohort:
    if len(places) == 1:
        return places[0]
    own = [place.cohort for place in places]
    begins = cohorts.first_openings(visit.db, [cohort.id for cohort in own])
    periods = [
        CohortPeriod(begins.get(cohort.id), cohort.closes_at, cohort.is_series) for cohort in own
    ]
    return places[cohort_to_show(periods, visit.now)]


def _standing(visit: Visit, learner: LearnerInCohort, units: Sequence[UnitRow]) -> CreditStatus:
    """What was claimed is asked only where nothing else comes first."""
    cohort, place = learner.cohort.id, learner.enrollment.id
    approved = credit.activity_of(visit.db, cohort)
    ledger = credit.own_ledger(visit.db, cohort, place)
    earned = assess_earned(ledger, learner.policy, approved, visit.now)
    if not earned.completion.complete and next_session(units, visit.now) is not None:
        return earned.with_claim(None)
    claim = credit.live_claims(visit.db, cohort, [place]).get(place)
    former = credit.claimed_before(visit.db, [claim] if claim else [], [approved])
    return earned.with_claim(claim, former.get(place))


def _work(visit: Visit, learner: LearnerInCohort, unit: UnitRow) -> UnitToDo | None:
    if unit.module_version_id is None:
        return None
    version = library.module(visit.db, unit.module_version_id)
    recorded = learned.work_done(visit.db, learner.enrollment.id, unit.id)
    work = work_in(visit.db, version, recorded, learner.policy.check_percent)
    return work_on(learner, unit, version.data, work, ReadAt(visit.actor.zone, visit.now))
