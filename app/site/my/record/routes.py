"""One's own record."""

from collections.abc import Sequence

from starlette.responses import Response

from app.casework.adjusted.queries import adjusted_marks
from app.casework.make_up_requests.queries import requests_of
from app.certificates.queries import certificates_in
from app.certificates.verification.doubts import with_doubts
from app.cohorts.coming.queries import coming_cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.models import Cohort
from app.credit import queries as credit
from app.learning.signatures import queries as signatures
from app.people.actors import Actor
from app.policy.table import Action
from app.site.loaders import gone_places, name_whom_to_ask, still_enrolled, still_there
from app.site.my.record import page as record
from app.site.parts.gone_places import GonePlace
from app.site.parts.no_cohort import no_cohort_page
from app.site.parts.seats import own_seats
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.pages import render

routes = router()


@routes.get("/my/record")
@allows(Action.RECORD_READ)
def show_record(visit: ReadVisit, cohort: str | None = None) -> Response:
    """The ledger of one's newest cohort, else of a series, or of the one asked for."""
    actor = visit.permit_own()
    known = enrollments.enrollments_of(visit.db, actor.person_id)
    every = still_enrolled(known)
    places, gone = still_there(visit, every), gone_places(visit, every)
    if not places:
        return _without_cohort(visit, known, gone)
    usual = next((place for place in places if not place.cohort.is_series), places[0])
    learner = next((place for place in places if place.cohort.slug == cohort), usual)
    name_whom_to_ask(visit, learner.cohort)
    page = _record(visit, learner, [place.cohort for place in places], gone, actor)
    return render(visit.request, "my/record/record.html", page)


def _record(
    visit: Visit,
    learner: LearnerInCohort,
    cohorts: Sequence[Cohort],
    gone: Sequence[GonePlace],
    actor: Actor,
) -> record.RecordPage:
    """The ledger of one place. `cohorts`: all of theirs; `gone`: without their records."""
    place = learner.enrollment.id
    standing = credit.own_standing(visit.db, learner.cohort.id, place, learner.policy, visit.now)
    missed = standing.completion.sessions_missed
    return record.record_page(
        learner,
        standing,
        signatures.signed_in(visit.db, place),
        adjusted_marks(visit.db, place),
        requests_of(visit.db, place) if missed else {},
        cohorts,
        gone,
        with_doubts(visit.db, certificates_in(visit.db, [place])),
        actor,
        visit.now,
    )


def _without_cohort(
    visit: Visit, known: Sequence[LearnerInCohort], gone: Sequence[GonePlace]
) -> Response:
    seats = own_seats(known, visit.actor.zone, visit.now)
    offered = coming_cohorts(visit.db, visit.now)
    page = no_cohort_page(visit.actor.display_name, seats, offered, visit.now, gone=gone)
    return render(visit.request, "parts/no_cohort.html", page)
