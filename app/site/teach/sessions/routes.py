"""One session: its room, and who changed its attendance."""

from functools import partial
from uuid import UUID

from starlette.responses import Response

from app.casework.certified.queries import begun_sessions, stood_in
from app.casework.certified.rules import resting
from app.casework.changes.queries import changes
from app.casework.imports.applied.queries import files_of_saves
from app.casework.preparation import queries as preparation
from app.casework.queries import attendees
from app.casework.rooms import actions
from app.casework.rooms import queries as rooms
from app.casework.rooms.left import queries as left
from app.casework.rooms.rules import Phase
from app.certificates.marks.queries import built_in
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.sessions import queries as sessions
from app.content import queries as content
from app.language.reasons import Reason
from app.learning.queries import shared_reflections
from app.learning.threads.queries import unanswered
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.parts.figures import figure_response, hash_of
from app.site.teach.absences.routes import absences_response
from app.site.teach.parts import session_id_of, session_path
from app.site.teach.sessions.after import Left
from app.site.teach.sessions.check_in.loaders import load_card
from app.site.teach.sessions.forms import NoteForm, StarForm
from app.site.teach.sessions.history import Recorded, history_page
from app.site.teach.sessions.readiness import Show
from app.site.teach.sessions.room import Asked, Room, room_page, room_phase
from app.site.teach.sessions.sheet import sheet_page
from app.site.teach.sessions.undoing import BuiltSince
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import not_modified
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/teach/{cohort}/sessions/{position}/history")
@allows(Action.ATTENDANCE_READ)
def show_history(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """Who changed what in the attendance of a session."""
    here, unit = load_session(visit, cohort, position)
    return history_response(visit, here, unit)


def history_response(
    visit: Visit, here: CohortContext, unit: UnitRow, *, why_not_undo: Reason | None = None
) -> Response:
    """The history; 409 with the reason where an undo was refused."""
    recorded = Recorded(
        preparation.unit_facts(visit.db, unit.id).units,
        changes(visit.db, session_id_of(unit)),
        files_of_saves(visit.db, session_id_of(unit)),
        BuiltSince(
            session_id_of(unit),
            resting(built_in(visit.db, here.cohort.id), stood_in(visit.db, session_id_of(unit))),
            begun_sessions(visit.db, here.cohort.id, visit.now),
            visit.actor.person_id,
        ),
    )
    name_whom_to_ask(visit, here.cohort)
    page = history_page(here, unit, recorded, visit.actor, visit.now, why_not_undo=why_not_undo)
    status = 409 if page.errors else 200
    name = "teach/sessions/history.html"
    return render(visit.request, name, page, block="content", status=status)


@routes.get("/teach/{cohort}/sessions/{position}/absences")
@allows(Action.ABSENCES_READ)
def show_absences(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """Excuses and make-ups of one session, also for its guests."""
    here, unit = load_session(visit, cohort, position)
    return absences_response(visit, here, unit)


@routes.get("/teach/{cohort}/sessions/{position}/sheet")
@allows(Action.ATTENDANCE_READ)
def show_sheet(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The sign-in sheet of a session, to be printed."""
    here, unit = load_session(visit, cohort, position)
    people = attendees(visit.db, here.cohort.id, session_id_of(unit))
    led_by = sessions.led_by(visit.db, here.cohort.id, session_id_of(unit), visit.now)
    page = sheet_page(here, unit, people, led_by, visit.actor)
    return render(visit.request, "teach/sessions/sheet.html", page, block="content")


@routes.get("/teach/{cohort}/sessions/{position}")
@allows(Action.ROOM_READ)
def show_room(
    visit: ReadVisit, cohort: str, position: Position, step: int | None = None, show: str = ""
) -> Response:
    """One session: when, the case and its guide, who is prepared, what is left to do.

    `step`: which step of the plan is to be open, from 1; `show`: who is listed of who prepares.
    """
    here, unit = load_session(visit, cohort, position)
    shown = Show(show) if show in set(Show) else Show.ALL
    return _room_response(visit, here, unit, Asked(step, shown))


@routes.post("/teach/{cohort}/sessions/{position}/stars")
@allows(Action.ROOM_WRITE)
def star_reflection(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Let a shared reflection be used in the session, or not any more."""
    here, unit = load_session(visit, cohort, position)
    form, held = parse(StarForm, submitted), session_id_of(unit)
    actions.star(visit.db, held, unit.id, form.enrollment, starred=form.starred, now=visit.now)
    return see_other(f"{session_path(here, unit)}#reflections")


@routes.post("/teach/{cohort}/sessions/{position}/note")
@allows(Action.ROOM_WRITE)
def save_note(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Save the facilitators' note; where somebody else saved another, both are shown."""
    here, unit = load_session(visit, cohort, position)
    try:
        form = parse(NoteForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _room_response(visit, here, unit, Asked(note=state), status=422)
    save = partial(actions.save_note, text=form.text, seen=form.seen, by=visit.actor.person_id)
    refused = visit.attempt(lambda: save(visit.db, session_id_of(unit), now=visit.now))
    if refused:
        state = FormState(typed(submitted), {"text": refused})
        return _room_response(visit, here, unit, Asked(note=state), status=409)
    return see_other(f"{session_path(here, unit)}#note")


def _room_response(
    visit: Visit, here: CohortContext, unit: UnitRow, asked: Asked, *, status: int = 200
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    page = room_page(here, unit, _room(visit, here, unit), asked, visit.actor, visit.now)
    name = "teach/sessions/room.html"
    return render(visit.request, name, page, block="content", status=status)


def _room(visit: Visit, here: CohortContext, unit: UnitRow) -> Room:
    cohort_id, held = here.cohort.id, session_id_of(unit)
    texts = [unit.module_version_id, unit.case_version_id, unit.guide_version_id]
    facts = preparation.unit_facts(visit.db, unit.id)
    written = shared_reflections(visit.db, unit.id)
    readings, is_over = facts.required_readings, room_phase(unit, visit.now) is Phase.AFTER
    return Room(
        units=cohorts.units(visit.db, cohort_id),
        contents=content.versions(visit.db, texts),
        people=rooms.readiness(visit.db, cohort_id, unit.id, readings) if facts.has_module else (),
        needed=len(readings),
        reflections=written,
        stars=rooms.stars(visit.db, held) if written else frozenset(),
        leaders=sessions.leaders(visit.db, held),
        kept=rooms.kept_of(visit.db, held),
        left=_left(visit, cohort_id, unit) if is_over else None,
        check_in=load_card(visit, here, unit),
    )


def _left(visit: Visit, cohort_id: UUID, unit: UnitRow) -> Left:
    held = session_id_of(unit)
    return Left(
        left.mark_counts(visit.db, cohort_id, held),
        left.unfinished(visit.db, cohort_id, held),
        unanswered(visit.db, unit.id),
    )


@routes.get("/teach/{cohort}/sessions/{position}/figures/{name}")
@allows(Action.ROOM_READ)
def show_figure(
    visit: ReadVisit, cohort: str, position: Position, name: str, v: str = ""
) -> Response:
    """A picture of a session's case or of its guide. `v`: which, where both have one so called."""
    _, unit = load_session(visit, cohort, position)
    versions = content.versions(visit.db, [unit.case_version_id, unit.guide_version_id])
    hashes = [version.figures[name] for version in versions.values() if name in version.figures]
    wanted = [hash_ for hash_ in hashes if hash_.startswith(v)] or hashes
    hash_ = hash_of({name: wanted[0]} if wanted else {}, name)
    return not_modified(visit.request, hash_) or figure_response(content.figure(visit.db, hash_))
