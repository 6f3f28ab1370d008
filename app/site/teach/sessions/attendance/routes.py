"""Attendance of one session: take it, and undo a save.

A POST that was taken answers with 303 to the page. One that met marks which somebody else changed
meanwhile saves all others and answers 409 with those on top, to choose. One with a mark that
cannot be changed saves nothing and answers 409 with all that was chosen. One that changes a mark
on which others rely saves nothing yet and answers with whom it touches; that page sends it again,
with a reason.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from starlette.responses import Response

from app.casework.certified.queries import begun_sessions
from app.casework.changes import queries as changes
from app.casework.excuses.queries import excused_in
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError, MarksRefusedError
from app.casework.saves.rules import SaveResult
from app.certificates.marks import actions
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.core.errors import RefusedError
from app.language import Text
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.teach.amending import SentOn
from app.site.teach.parts import session_id_of, session_path
from app.site.teach.resting import as_told
from app.site.teach.sessions.attendance.forms import (
    UndoForm,
    mark_fields,
    parse_amendment,
    parse_marks,
    typed_minutes,
)
from app.site.teach.sessions.attendance.loaders import load_sheet
from app.site.teach.sessions.attendance.notices import (
    UNCHANGED,
    conflict_sentences,
    saved_notice,
    saved_now,
    undone_notice,
)
from app.site.teach.sessions.attendance.page import (
    SavedMarks,
    Told,
    attendance_page,
)
from app.site.teach.sessions.attendance.responses import amendment_response
from app.site.teach.sessions.attendance.rows import ALL_SAVED, Sheet, UnsavedMarks
from app.site.teach.sessions.routes import history_response
from app.site.teach.sessions.undoing import BuiltSince
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
    unchanged: bool = False,
) -> Response:
    """Everybody of the cohort with their mark; `show=open` keeps those without one."""
    here, unit = load_session(visit, cohort, position)
    sheet = load_sheet(visit, here, unit)
    notice = _notice(visit, here, unit, sheet, saved=saved, undone=undone, of=of)
    only_open, told = show == "open", UNCHANGED if unchanged else notice
    return _shown(visit, here, unit, sheet, only_open=only_open, saved=told)


@routes.post("/teach/{cohort}/sessions/{position}/attendance")
@allows(Action.ATTENDANCE_RECORD)
def save_attendance(
    visit: WriteVisit, cohort: str, position: Position, submitted: SubmittedForm
) -> Response:
    """Save the marks; 409 with the page if not all of them can be."""
    here, unit = load_session(visit, cohort, position)
    held, by, now = session_id_of(unit), visit.actor.person_id, visit.now
    excused = excused_in(visit.db, held)
    wanted, amendment = parse_marks(submitted, excused), parse_amendment(submitted)
    try:
        result = actions.save_marks(visit.db, held, wanted, by=by, now=now, amendment=amendment)
    except MarksRefusedError as error:
        return _refused(visit, here, unit, wanted, typed_minutes(submitted), error)
    except AmendmentNeededError as needed:
        path = f"{session_path(here, unit)}/attendance"
        sent = SentOn(path, mark_fields(wanted), path)
        return amendment_response(visit, here, unit, amendment, needed, sent)
    if result.conflicts or result.unknown:
        return _unsaved(visit, here, unit, wanted, result)
    query = f"saved={result.save_id}" if result.save_id else "unchanged=true"
    return see_other(f"{session_path(here, unit)}/attendance?{query}")


@routes.post("/teach/{cohort}/sessions/{position}/attendance/undo")
@allows(Action.ATTENDANCE_RECORD)
def undo_attendance(
    visit: WriteVisit, cohort: str, position: Position, submitted: SubmittedForm
) -> Response:
    """Take a save back; 409 with the page it was asked on, if something was built on it."""
    here, unit = load_session(visit, cohort, position)
    form, by = parse(UndoForm, submitted), visit.actor.person_id
    try:
        result = actions.undo_save(visit.db, session_id_of(unit), form.save, by=by, now=visit.now)
    except RefusedError as error:
        told = as_told(error.reason, visit.actor, here)
        if form.asked_on == "history":
            return history_response(visit, here, unit, why_not_undo=told)
        return _after(visit, here, unit, unsaved=UnsavedMarks(why_not_undo=told))
    undone = f"undone={result.save_id}&of={form.save}"
    return see_other(f"{session_path(here, unit)}/attendance?{undone}")


def _notice(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    sheet: Sheet,
    *,
    saved: UUID | None,
    undone: UUID | None,
    of: UUID | None,
) -> SavedMarks | None:
    named = [save_id for save_id in (saved, undone, of) if save_id]
    if not named:
        return None
    found = changes.changes_of_saves(visit.db, session_id_of(unit), named)
    begun = begun_sessions(visit.db, here.cohort.id, visit.now)
    since = BuiltSince(session_id_of(unit), sheet.resting, begun, visit.actor.person_id)
    if saved:
        return saved_notice(saved, found, since)
    return undone_notice(undone, of, found, since) if undone else None


def _unsaved(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    wanted: Mapping[UUID, Submitted],
    result: SaveResult,
) -> Response:
    """All others were saved."""
    conflicts = _conflicts(visit, here, unit, wanted, result.conflicts)
    unsaved = UnsavedMarks(conflicts, gone=len(result.unknown))
    return _after(visit, here, unit, saved=saved_now(result), unsaved=unsaved)


def _refused(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    wanted: Mapping[UUID, Submitted],
    minutes: Mapping[UUID, str],
    error: MarksRefusedError,
) -> Response:
    """Nothing was saved."""
    unsaved = UnsavedMarks(
        conflicts=_conflicts(visit, here, unit, wanted, error.plan.conflicts),
        refused={key: as_told(why, visit.actor, here) for key, why in error.reasons.items()},
        typed=wanted,
        minutes=minutes,
        gone=len(error.plan.unknown),
    )
    return _after(visit, here, unit, unsaved=unsaved)


def _conflicts(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    wanted: Mapping[UUID, Submitted],
    whose: Sequence[UUID],
) -> dict[UUID, Text]:
    if not whose:
        return {}
    latest = changes.latest_changes(visit.db, session_id_of(unit), whose)
    return conflict_sentences(wanted, latest, reader=visit.actor, zone=here.cohort.zone)


def _after(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    *,
    unsaved: UnsavedMarks,
    saved: SavedMarks | None = None,
) -> Response:
    """The page, as it is after what could not be done."""
    sheet = load_sheet(visit, here, unit)
    return _shown(visit, here, unit, sheet, saved=saved, unsaved=unsaved)


def _shown(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    sheet: Sheet,
    *,
    only_open: bool = False,
    saved: SavedMarks | None = None,
    unsaved: UnsavedMarks = ALL_SAVED,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    told = Told(only_open, saved, unsaved)
    page = attendance_page(here, unit, sheet, told, visit.actor, visit.now)
    status = 409 if page.problems.errors else 200
    name = "teach/sessions/attendance/attendance.html"
    return render(visit.request, name, page, block="content", status=status)
