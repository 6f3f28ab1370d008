"""Giving a session a recording, and removing it."""

from starlette.responses import Response

from app.casework.preparation.queries import unit_facts
from app.casework.recordings import actions, rules
from app.casework.recordings.queries import recording_of
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.parts.recording_responses import captions_response, file_response, is_there, shelf_of
from app.site.teach.parts import session_id_of
from app.site.teach.sessions.recording.forms import RemovalForm
from app.site.teach.sessions.recording.page import Shown, recording_page, recording_path
from app.site.teach.sessions.recording.sent import Uploaded, recording_sent, refusals
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
RECORDING = "/teach/{cohort}/sessions/{position}/recording"


@routes.get(RECORDING)
@allows(Action.RECORDING_KEEP)
def show_recording(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The recording of a session, and a form for another one."""
    return _recording(visit, *load_session(visit, cohort, position))


@routes.post(RECORDING)
@allows(Action.RECORDING_KEEP)
def add_recording(visit: WriteVisit, cohort: str, position: Position, upload: Uploaded) -> Response:
    """Let the session have this one; the one before is not shown any more."""
    here, unit = load_session(visit, cohort, position)
    try:
        new = recording_sent(upload, here.cohort.zone, shelf_of(visit.request))
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _recording(visit, here, unit, state, status=422)
    who = visit.actor.person_id
    add = lambda: actions.add(  # noqa: E731
        visit.db, session_id_of(unit), new, by=who, now=visit.now
    )
    if refused := visit.attempt(add):
        state = FormState(typed(upload.fields), refusals(upload, _at(refused), refused))
        return _recording(visit, here, unit, state, status=409)
    return see_other(recording_path(here, unit))


@routes.get(f"{RECORDING}/file")
@allows(Action.RECORDING_KEEP)
def send_file(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The recording as a file, or a range of it."""
    _here, unit = load_session(visit, cohort, position)
    recording = recording_of(visit.db, session_id_of(unit))
    return file_response(visit, recording, f"{cohort}-{position}")


@routes.get(f"{RECORDING}/captions")
@allows(Action.RECORDING_KEEP)
def send_captions(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """What is said in it."""
    _here, unit = load_session(visit, cohort, position)
    return captions_response(visit, recording_of(visit.db, session_id_of(unit)))


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
    there = recording is None or is_there(visit.request, recording)
    shown = Shown(recording, there, visit.request.app.state.settings.recording_max_mb)
    page = recording_page(here, unit, units, shown, form, visit.actor, visit.now)
    return render(visit.request, "teach/sessions/recording/recording.html", page, status=status)
