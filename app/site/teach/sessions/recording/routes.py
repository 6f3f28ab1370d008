"""Giving a session a recording, and removing it."""

from datetime import time

from starlette.responses import Response

from app.casework.preparation.queries import unit_facts
from app.casework.recordings import actions, rules
from app.casework.recordings.actions import NewRecording
from app.casework.recordings.queries import recording_of
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import to_utc
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.teach.parts import session_id_of
from app.site.teach.sessions.recording.forms import RecordingForm, RemovalForm
from app.site.teach.sessions.recording.page import recording_page, recording_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
RECORDING = "/teach/{cohort}/sessions/{position}/recording"
EVENING = time(17)
"""Deadlines are never at midnight."""


@routes.get(RECORDING)
@allows(Action.RECORDING_KEEP)
def show_recording(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The recording of a session, and a form for another one."""
    return _recording(visit, *load_session(visit, cohort, position))


@routes.post(RECORDING)
@allows(Action.RECORDING_KEEP)
def add_recording(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Let the session have this one; the one before is not shown any more."""
    here, unit = load_session(visit, cohort, position)
    try:
        form = parse(RecordingForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _recording(visit, here, unit, state, status=422)
    until = to_utc(form.until, EVENING, here.cohort.zone)
    new = NewRecording(form.link, form.audience, until, form.has_captions)
    who = visit.actor.person_id
    add = lambda: actions.add(  # noqa: E731
        visit.db, session_id_of(unit), new, by=who, now=visit.now
    )
    if refused := visit.attempt(add):
        state = FormState(typed(submitted), {_at(refused): refused})
        return _recording(visit, here, unit, state, status=409)
    return see_other(recording_path(here, unit))


@routes.post(f"{RECORDING}/removal")
@allows(Action.RECORDING_KEEP)
def remove_recording(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Show it to nobody any more."""
    here, unit = load_session(visit, cohort, position)
    edition, who = parse(RemovalForm, submitted).edition, visit.actor.person_id
    remove = lambda: actions.remove(  # noqa: E731
        visit.db, session_id_of(unit), edition, by=who, now=visit.now
    )
    if refused := visit.attempt(remove):
        return _recording(visit, here, unit, FormState({}, {"form": refused}), status=409)
    return see_other(recording_path(here, unit))


def _at(refused: Reason) -> str:
    """Beside which field a refusal stands."""
    if refused == rules.NOT_A_LINK:
        return "link"
    return "until" if refused == rules.UNTIL_PAST else "form"


def _recording(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    form: FormState | None = None,
    status: int = 200,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    units = unit_facts(visit.db, unit.id).units
    recording = recording_of(visit.db, session_id_of(unit))
    page = recording_page(here, unit, units, recording, form, visit.actor, visit.now)
    return render(visit.request, "teach/sessions/recording/recording.html", page, status=status)
