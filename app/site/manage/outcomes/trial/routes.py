"""The trial of a study: setting it up, its sealed list, drawing, and what happened since."""

from collections.abc import Callable
from uuid import UUID

from starlette.responses import Response

from app.casework.contamination.actions import log_told
from app.casework.contamination.queries import entries_of
from app.cohorts.models import Cohort, Enrollment
from app.core.errors import NotFoundError, require
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.manage.outcomes.trial.forms import (
    DesignForm,
    DrawAllForm,
    DrawOneForm,
    EventForm,
    LogForm,
)
from app.site.manage.outcomes.trial.loaders import TrialHere, load_trial, secret_of
from app.site.manage.outcomes.trial.page import trial_page
from app.site.manage.outcomes.trial.read import TrialRead
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.queries import cohorts_of
from app.studies.trials import actions, queries
from app.studies.trials.candidates.queries import candidates
from app.studies.trials.consort.queries import consort
from app.studies.trials.drawn import actions as since
from app.studies.trials.drawn.queries import drawn, events_of
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.queries import sessions_begun
from app.studies.trials.rules import why_not_send
from app.studies.trials.setup.actions import design as set_up
from app.studies.trials.tasks import draw_all
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
TRIAL = "/manage/outcomes/{project}/trial"


@routes.get(TRIAL)
@allows(Action.TRIAL_READ)
def show_trial(visit: ReadVisit, project: str) -> Response:
    """How the trial is set up, who was drawn, and the flow of people through it."""
    return _page(visit, load_trial(visit, project))


@routes.post(TRIAL)
@allows(Action.TRIAL_EDIT)
def design(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Set it up, or change it before the list is sealed."""
    here = load_trial(visit, project)
    try:
        wish = parse(DesignForm, submitted).design
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors))
    by, now = visit.actor.person_id, visit.now
    why = visit.attempt(lambda: set_up(visit.db, here.project, wish, by=by, now=now))
    if why is not None:
        return _page(visit, here, FormState(typed(submitted), {"form": why}))
    return see_other(f"/manage/outcomes/{project}/trial")


@routes.post(f"{TRIAL}/seal")
@allows(Action.TRIAL_EDIT)
def seal(visit: WriteVisit, project: str) -> Response:
    """Make the list, seal it and publish its hash."""
    here, secret = load_trial(visit, project), secret_of(visit)
    own, by = (visit.db, here.project, here.made), visit.actor.person_id
    return _act(visit, here, lambda: actions.seal_list(*own, secret=secret, by=by, now=visit.now))


@routes.post(f"{TRIAL}/draw")
@allows(Action.TRIAL_DRAW)
def draw(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Draw an arm for one person, or begin to for all of a cohort whose turn it is."""
    here = load_trial(visit, project)
    own, by, now = (visit.db, here.project, here.made), visit.actor.person_id, visit.now
    if "place" not in submitted:
        cohort = _cohort(visit, here, parse(DrawAllForm, submitted).cohort)
        return _act(visit, here, lambda: draw_all(*own, cohort, by=by, now=now))
    place, secret = parse(DrawOneForm, submitted).place, secret_of(visit)
    return _act(visit, here, lambda: actions.draw(*own, place, secret=secret, by=by, now=now))


def _cohort(visit: Visit, here: TrialHere, cohort_id: UUID) -> Cohort:
    found = (own for own in cohorts_of(visit.db, here.project.id) if own.id == cohort_id)
    cohort = next(found, None)
    if cohort is None:
        raise NotFoundError
    return cohort


@routes.post(f"{TRIAL}/end")
@allows(Action.TRIAL_EDIT)
def end(visit: WriteVisit, project: str) -> Response:
    """Let no arm be drawn any more."""
    here, by = load_trial(visit, project), visit.actor.person_id
    own = visit.db, here.project, here.made
    return _act(visit, here, lambda: actions.end(*own, by=by, now=visit.now))


@routes.post(f"{TRIAL}/opening")
@allows(Action.TRIAL_EDIT)
def open_list(visit: WriteVisit, project: str) -> Response:
    """Show the list with its seed."""
    here, secret = load_trial(visit, project), secret_of(visit)
    own, by = (visit.db, here.project, here.made), visit.actor.person_id
    return _act(visit, here, lambda: actions.open_list(*own, secret=secret, by=by, now=visit.now))


@routes.get(f"{TRIAL}/list.txt")
@allows(Action.TRIAL_READ)
def send_list(visit: ReadVisit, project: str) -> Response:
    """The open list, byte for byte as its hash was taken."""
    here = load_trial(visit, project)
    if here.made.opened is None:
        raise NotFoundError
    require(why_not_send(here.made))
    return Response(
        here.made.opened.encode(),
        media_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{project}-list.txt"'},  # not shown
    )


@routes.post(f"{TRIAL}/event")
@allows(Action.TRIAL_DRAW)
def record_event(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Record that somebody takes part no longer, or was given what the other arm has."""
    here, form = load_trial(visit, project), parse(EventForm, submitted)
    own, by = (visit.db, here.project, here.made), visit.actor.person_id
    act = {
        TrialEventKind.DISCONTINUED: since.discontinue,
        TrialEventKind.CROSSED_OVER: since.cross_over,
    }[form.kind]
    place, why = form.place, form.reason
    return _act(visit, here, lambda: act(*own, place, reason=why, by=by, now=visit.now))


@routes.post(f"{TRIAL}/log")
@allows(Action.TRIAL_DRAW)
def log(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Log that somebody was seen at a session that is not theirs."""
    here, form = load_trial(visit, project), parse(LogForm, submitted)
    known = {own.enrollment_id for own in drawn(visit.db, here.made.id)}
    begun = {own.id for own in sessions_begun(visit.db, here.project.id, visit.now)}
    if form.place not in known or form.held not in begun:
        raise NotFoundError
    place, by = visit.db.get_one(Enrollment, form.place), visit.actor.person_id
    note, now = form.note, visit.now
    return _act(
        visit, here, lambda: log_told(visit.db, place, form.held, note=note, by=by, now=now)
    )


def _act(visit: WriteVisit, here: TrialHere, act: Callable[[], object]) -> Response:
    """Do it; if it cannot be, how things stand."""
    if why := visit.attempt(act):
        return _page(visit, load_trial(visit, here.project.key), refused=why)
    return see_other(f"/manage/outcomes/{here.project.key}/trial")


def _page(
    visit: Visit, here: TrialHere, form: FormState | None = None, refused: Reason | None = None
) -> Response:
    page = trial_page(here.project, _read(visit, here), form or FormState(), refused, visit.actor)
    status = 422 if form else 409 if refused else 200
    return render(visit.request, "manage/outcomes/trial/trial.html", page, status=status)


def _read(visit: Visit, here: TrialHere) -> TrialRead | None:
    """All that the page says; None before the trial is set up."""
    trial = here.trial
    if trial is None:
        return None
    people = drawn(visit.db, trial.id)
    return TrialRead(
        trial,
        cohorts_of(visit.db, here.project.id),
        queries.strata_of(visit.db, trial.id),
        queries.drawn_in(visit.db, trial.id),
        candidates(visit.db, here.project, trial),
        people,
        events_of(visit.db, trial.id),
        entries_of(visit.db, [own.enrollment_id for own in people]),
        sessions_begun(visit.db, here.project.id, visit.now),
        consort(visit.db, here.project, trial, visit.now),
    )
