"""Attendance of one session: take it, undo a save, and see who changed what.

A POST that was taken answers with 303 to the page. One that met marks which somebody else changed
meanwhile saves all others and answers 409 with those on top, to choose.
"""

from collections.abc import Mapping
from uuid import UUID

from starlette.responses import Response

from app.casework import actions, queries
from app.casework.preparation import queries as preparation
from app.casework.rules import SaveResult, Submitted
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.policy.table import Action
from app.site.loaders import Position, load_session
from app.site.teach.parts import session_id_of, session_path
from app.site.teach.sessions.attendance.forms import UndoForm, parse_marks
from app.site.teach.sessions.attendance.notices import (
    conflict_sentences,
    saved_notice,
    saved_now,
    undone_notice,
)
from app.site.teach.sessions.attendance.page import (
    ALL_SAVED,
    SavedMarks,
    UnsavedMarks,
    attendance_page,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted as SubmittedForm
from app.web.forms import parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/teach/{cohort}/sessions/{position}/attendance")
@allows(Action.ATTENDANCE_READ)
def show_attendance(
    visit: ReadVisit,
    cohort: str,
    position: Position,
    show: str = "",
    saved: UUID | None = None,
    undone: UUID | None = None,
    of: UUID | None = None,
) -> Response:
    """Everybody of the cohort with their mark; `show=open` keeps those without one."""
    here, unit = load_session(visit, cohort, position)
    notice = _notice(visit, unit, saved=saved, undone=undone, of=of)
    return _page(visit, here, unit, only_open=show == "open", saved=notice)


@routes.post("/teach/{cohort}/sessions/{position}/attendance")
@allows(Action.ATTENDANCE_RECORD)
def save_attendance(
    visit: WriteVisit, cohort: str, position: Position, submitted: SubmittedForm
) -> Response:
    """Save the marks; 409 with the page if some were changed by somebody else meanwhile."""
    here, unit = load_session(visit, cohort, position)
    wanted = parse_marks(submitted)
    result = actions.save_marks(
        visit.db, session_id_of(unit), wanted, by=visit.actor.person_id, now=visit.now
    )
    if result.conflicts or result.unknown:
        return _unsaved(visit, here, unit, wanted, result)
    query = f"?saved={result.save_id}" if result.save_id else ""
    return see_other(f"{session_path(here, unit)}/attendance{query}")


@routes.post("/teach/{cohort}/sessions/{position}/attendance/undo")
@allows(Action.ATTENDANCE_RECORD)
def undo_attendance(
    visit: WriteVisit, cohort: str, position: Position, submitted: SubmittedForm
) -> Response:
    """Take a save back; what was changed again since stays."""
    here, unit = load_session(visit, cohort, position)
    form = parse(UndoForm, submitted)
    result = actions.undo_save(
        visit.db, session_id_of(unit), form.save, by=visit.actor.person_id, now=visit.now
    )
    undone = f"&undone={result.save_id}" if result.save_id else ""
    return see_other(f"{session_path(here, unit)}/attendance?of={form.save}{undone}")


def _notice(
    visit: Visit, unit: UnitRow, *, saved: UUID | None, undone: UUID | None, of: UUID | None
) -> SavedMarks | None:
    named = [save_id for save_id in (saved, undone, of) if save_id]
    if not named:
        return None
    changes = queries.changes(visit.db, session_id_of(unit), saves=named)
    if saved:
        return saved_notice(saved, changes)
    return undone_notice(undone, of, changes, reader=visit.actor)


def _unsaved(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    wanted: Mapping[UUID, Submitted],
    result: SaveResult,
) -> Response:
    latest = queries.changes(visit.db, session_id_of(unit), latest_of=result.conflicts)
    conflicts = conflict_sentences(
        result, wanted, latest, reader=visit.actor, zone=here.cohort.zone
    )
    unsaved = UnsavedMarks(conflicts, len(result.unknown))
    return _page(visit, here, unit, saved=saved_now(result), unsaved=unsaved)


def _page(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    *,
    only_open: bool = False,
    saved: SavedMarks | None = None,
    unsaved: UnsavedMarks = ALL_SAVED,
) -> Response:
    facts = preparation.unit_facts(visit.db, unit.id)
    page = attendance_page(
        here,
        unit,
        queries.attendees(visit.db, here.cohort.id, session_id_of(unit)),
        facts,
        preparation.preparations(visit.db, here.cohort.id, unit.id, facts.required_readings)
        if facts.has_module
        else {},
        reader=visit.actor,
        now=visit.now,
        only_open=only_open,
        saved=saved,
        unsaved=unsaved,
    )
    status = 409 if page.errors else 200
    return render(
        visit.request,
        "teach/sessions/attendance/attendance.html",
        page,
        block="content",
        status=status,
    )
