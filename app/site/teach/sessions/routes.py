"""One session: its room, and who changed its attendance."""

from starlette.responses import Response

from app.casework.certified.queries import begun_sessions, stood_in
from app.casework.certified.rules import resting
from app.casework.changes.queries import changes
from app.casework.preparation import queries as preparation
from app.casework.queries import attendees
from app.certificates.marks.queries import built_in
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.sessions import queries as sessions
from app.content import queries as content
from app.language.reasons import Reason
from app.learning.queries import shared_reflections
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.parts.figures import figure_response, hash_of
from app.site.teach.parts import session_id_of
from app.site.teach.sessions.check_in.loaders import load_card
from app.site.teach.sessions.history import Recorded, history_page
from app.site.teach.sessions.room import Room, room_page
from app.site.teach.sessions.sheet import sheet_page
from app.site.teach.sessions.undoing import BuiltSince
from app.site.visits import ReadVisit, Visit, allows, router
from app.web.files import not_modified
from app.web.pages import render

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
        BuiltSince(
            resting(built_in(visit.db, here.cohort.id), stood_in(visit.db, session_id_of(unit))),
            begun_sessions(visit.db, here.cohort.id, visit.now),
            visit.actor.person_id,
        ),
    )
    name_whom_to_ask(visit, here.cohort)
    page = history_page(here, unit, recorded, visit.actor, why_not_undo=why_not_undo)
    status = 409 if page.errors else 200
    name = "teach/sessions/history.html"
    return render(visit.request, name, page, block="content", status=status)


@routes.get("/teach/{cohort}/sessions/{position}/sheet")
@allows(Action.ATTENDANCE_READ)
def show_sheet(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The sign-in sheet of a session, to be printed."""
    here, unit = load_session(visit, cohort, position)
    people = attendees(visit.db, here.cohort.id, session_id_of(unit))
    leaders = sessions.leaders(visit.db, session_id_of(unit))
    page = sheet_page(here, unit, people, leaders, visit.actor)
    return render(visit.request, "teach/sessions/sheet.html", page, block="content")


@routes.get("/teach/{cohort}/sessions/{position}")
@allows(Action.ROOM_READ)
def show_room(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """One session: when, the case and its guide, and who is prepared."""
    here, unit = load_session(visit, cohort, position)
    name_whom_to_ask(visit, here.cohort)
    page = room_page(here, unit, _room(visit, here, unit), visit.actor, visit.now)
    return render(visit.request, "teach/sessions/room.html", page, block="content")


def _room(visit: Visit, here: CohortContext, unit: UnitRow) -> Room:
    cohort_id = here.cohort.id
    texts = [unit.module_version_id, unit.case_version_id, unit.guide_version_id]
    required = preparation.unit_facts(visit.db, unit.id).required_readings
    return Room(
        units=cohorts.units(visit.db, cohort_id),
        contents=content.versions(visit.db, texts),
        prepared=preparation.preparations(visit.db, cohort_id, unit.id, required),
        reflections=shared_reflections(visit.db, unit.id),
        leaders=sessions.leaders(visit.db, session_id_of(unit)),
        check_in=load_card(visit, here, unit),
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
