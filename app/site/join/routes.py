"""Coming into a cohort: its public page, and what a person does there about their own seat."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID
from zoneinfo import available_timezones

from starlette.responses import Response

from app.cohorts import queries as cohorts
from app.cohorts.admission import actions as admission
from app.cohorts.admission.queries import line
from app.cohorts.applications import queries as applications
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.rules import FORM_CHANGED, fingerprint, to_questions
from app.cohorts.arms.queries import bars_of
from app.cohorts.arms.rules import policy_of_arm
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import events, seats
from app.cohorts.enums import WayIn
from app.cohorts.joining import actions, queries
from app.cohorts.joining.rules import of_oneself
from app.cohorts.models import Cohort
from app.cohorts.topics.queries import topics_of
from app.credit.queries import activity_of
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.join.forms import typed, typed_answers
from app.site.join.loaders import load_cohort_to_join
from app.site.join.page import join_page
from app.site.join.read import CohortToJoin, Reader
from app.site.parts.qr import qr_file
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, public, router
from app.web.forms import FormInvalidError, FormState, Submitted
from app.web.pages import render, see_other

routes = router()


@routes.get("/join/{cohort}")
@public
def show_join(visit: ReadVisit, cohort: str, zone: str = "") -> Response:
    """A cohort for whoever may come into it."""
    return _page(visit, load_cohort_to_join(visit, cohort), zone=zone)


@routes.get("/join/{cohort}/qr.svg")
@public
def show_qr(visit: ReadVisit, cohort: str) -> Response:
    """The address of that page, for paper."""
    here = load_cohort_to_join(visit, cohort)
    base_url = visit.request.app.state.settings.base_url
    file = qr_file(f"{base_url}/join/{here.cohort.slug}")
    return Response(file, media_type="image/svg+xml")


@routes.post("/join/{cohort}")
@allows(Action.SEAT_ASK)
def ask(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Ask for a seat: have it, wait for one, or answer the form and be decided upon."""
    here = load_cohort_to_join(visit, cohort)
    visit.permit_own()
    asked = _asked(visit, here.cohort)
    try:
        answers = typed_answers(submitted, asked)
    except FormInvalidError as invalid:
        return _page(visit, here, form=FormState(invalid.values, invalid.errors))
    act = partial(actions.ask_for_seat, answers=answers, seen=fingerprint(asked))
    return _step(visit, cohort, act, typed(submitted))


@routes.post("/join/{cohort}/seat")
@allows(Action.SEAT_ANSWER)
def take(visit: WriteVisit, cohort: str) -> Response:
    """Take the seat that is held."""
    return _step(visit, cohort, actions.take_seat)


@routes.post("/join/{cohort}/release")
@allows(Action.SEAT_ANSWER)
def release(visit: WriteVisit, cohort: str) -> Response:
    """Let a held seat go, leave the line, or take an application back."""
    return _step(visit, cohort, actions.let_go)


@routes.post("/join/{cohort}/leave")
@allows(Action.SEAT_ANSWER)
def leave(visit: WriteVisit, cohort: str) -> Response:
    """Leave a series."""
    return _step(visit, cohort, admission.leave)


def _step(
    visit: Visit, slug: str, act: Callable[..., object], values: Mapping[str, str] | None = None
) -> Response:
    """One act of a person about their own place; if it cannot be, how it stands now.

    `values`: what they answered. The form may be worded anew while they wait for the lock.
    """
    here = load_cohort_to_join(visit, slug)
    person_id = visit.permit_own().person_id
    why_not = visit.attempt(lambda: act(visit.db, here.cohort, person_id, now=visit.now))
    if why_not == FORM_CHANGED:
        return _page(visit, here, form=FormState(values or {}, {"form": FORM_CHANGED}))
    if why_not is not None:
        return _page(visit, here, note=of_oneself(why_not))
    return see_other(f"/join/{slug}")


def _page(
    visit: Visit,
    here: CohortContext,
    *,
    zone: str = "",
    note: Reason | None = None,
    form: FormState | None = None,
) -> Response:
    reader = _reader(visit, here.cohort, zone)
    here = _as_it_is_for(visit, here, reader)
    page = join_page(
        _read(visit, here, reader.place.id if reader.place else None),
        reader,
        base_url=visit.request.app.state.settings.base_url,
        now=visit.now,
        note=note,
        form=form,
    )
    status = 422 if form else 409 if note else 200
    return render(visit.request, "join/join.html", page, status=status)


def _asked(visit: Visit, cohort: Cohort) -> Sequence[ApplicationQuestion]:
    """What whoever applies is asked; nothing where people get in otherwise."""
    if cohort.way_in is not WayIn.APPLICATION:
        return ()
    return applications.asked(visit.db, cohort.id)


def _as_it_is_for(visit: Visit, here: CohortContext, reader: Reader) -> CohortContext:
    """What the policy asks of somebody with a place, whose arm of a trial may have no sessions."""
    bars = bars_of(visit.db, [reader.place.id]) if reader.place else {}
    return replace(here, policy=policy_of_arm(here.policy, has_sessions=not bars))


def _read(visit: Visit, here: CohortContext, place_id: UUID | None) -> CohortToJoin:
    """`place_id`: whose place it is, since not everybody has all sessions."""
    cohort_id = here.cohort.id
    return CohortToJoin(
        here,
        cohorts.units(visit.db, cohort_id, enrollment_id=place_id),
        queries.module_minutes(visit.db, cohort_id),
        activity_of(visit.db, cohort_id),
        seats(visit.db, cohort_id),
        line(visit.db, cohort_id),
        queries.institutions(visit.db),
        _asked(visit, here.cohort),
        topics_of(visit.db, here),
    )


def _reader(visit: Visit, cohort: Cohort, zone: str) -> Reader:
    asked = zone if zone in available_timezones() else ""
    viewer = visit.viewer
    if viewer is None:
        return Reader(asked or cohort.zone)
    place = queries.place_of(visit.db, cohort.id, viewer.person_id)
    zone = asked or viewer.zone
    if place is None:
        return Reader(zone, viewer)
    answers = applications.answers_of(visit.db, [place.id]).get(place.id, ())
    return Reader(zone, viewer, place, events(visit.db, place.id), to_questions(answers))
