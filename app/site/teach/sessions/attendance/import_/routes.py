"""Attendance by the files of a meeting: send them, choose, look, apply.

Files that were sent wait until they are applied or thrown away; no mark is written before.
"""

from collections.abc import Mapping

from starlette.responses import Response

from app.casework.imports import actions, queries
from app.casework.imports.enums import Format, Held
from app.casework.imports.models import AttendanceImport
from app.casework.imports.refusals import NoHeadersError, NotAttendanceError
from app.casework.imports.reviewing import (
    At,
    Reviewed,
    fingerprint,
    placed,
    read_kept,
    reviewed,
)
from app.casework.preparation.queries import unit_facts
from app.casework.queries import lock_session
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import SaveResult
from app.casework.zoom.queries import seen
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError, RefusedError, require
from app.language import Text, ngettext
from app.language.names import list_name
from app.language.reasons import ReasonKind, reason
from app.policy.table import Action
from app.site.loaders import Position, load_session, name_whom_to_ask
from app.site.teach.parts import session_id_of, session_path
from app.site.teach.sessions.attendance.import_.forms import (
    LONGEST,
    Chosen,
    ZoneForm,
    chosen_of,
    columns_of,
    sent_files,
)
from app.site.teach.sessions.attendance.import_.page import review_page
from app.site.teach.sessions.attendance.import_.sending import Said, send_page, why_not_import
from app.site.teach.sessions.attendance.import_.zoom import ZoomCard, zoom_card
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()
BASE = "/teach/{cohort}/sessions/{position}/attendance/import"
NAME_COLUMNS = reason(
    "attendance_file.name_columns",
    "It is not known what the columns of this file hold. Say it, and send the file again.",
)
RELIED_ON = ReasonKind(
    "attendance_import.relied_on",
    "Others rely on the mark of {people:clauses}, which would change. Nothing was written. Change "
    "it on the page of attendance, where you see whom it touches and say why; then apply this "
    "again.",
    "Others rely on the marks of {people:clauses}, which would change. Nothing was written. Change "
    "them on the page of attendance, where you see whom it touches and say why; then apply this "
    "again.",
)
CHANGED = reason(
    "attendance_import.changed_meanwhile",
    "Marks or people changed while your page was open. Nothing was written: look at what would "
    "happen now, and apply it if it is right.",
)


@routes.get(BASE)
@allows(Action.ATTENDANCE_RECORD)
def show_import(
    visit: ReadVisit, cohort: str, position: Position, show: str = "", known: int = 0
) -> Response:
    """What waits to be applied, or where a file is sent; `show=applied`: what was applied.

    `show=send`: where a file is sent, though Zoom's list waits.
    `known`: how many of the files that were sent were there already.
    """
    here, unit = load_session(visit, cohort, position)
    kept = queries.imports_of(visit.db, session_id_of(unit))
    waits = show != "send" and any(map(_waits, kept))
    if (show == "applied" and kept) or waits:
        return _review(visit, here, unit, note=_known(known) if known else None, status=200)
    return _send(visit, here, unit)


def _known(count: int) -> Text:
    return ngettext(
        "{count} file was here already: sending it again changes nothing.",
        "{count} files were here already: sending them again changes nothing.",
        count=count,
    )


@routes.post(BASE)
@allows(Action.ATTENDANCE_RECORD)
def send(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Keep files that are of this session; on to what would become of them."""
    here, unit = load_session(visit, cohort, position)
    try:
        files = sent_files(submitted, queries.held(visit.db, here.program.id))
        require(why_not_import(here, unit, visit.now))
        placed(visit.db, At(here.cohort, unit, here.policy), files)
    except FormInvalidError as invalid:
        return _send(visit, here, unit, FormState(errors=invalid.errors))
    except NoHeadersError as unknown:
        columns = dict.fromkeys((header[:LONGEST] for header in unknown.headers), Held.NOTHING)
        form = FormState(errors={"file": NAME_COLUMNS})
        return _send(visit, here, unit, form, columns=columns)
    except RefusedError as refused:
        return _send(visit, here, unit, FormState(errors={"file": refused.reason}))
    by, held = visit.actor.person_id, session_id_of(unit)
    new = actions.keep(visit.db, held, files, by=by, now=visit.now)
    known = len({sent.sha256 for sent in files}) - len(new)
    return see_other(f"{_path(here, unit)}?show=applied{f'&known={known}' if known else ''}")


@routes.post(f"{BASE}/columns")
@allows(Action.ATTENDANCE_RECORD)
def say_columns(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Say what the columns of a table hold; on to sending it again."""
    here, unit = load_session(visit, cohort, position)
    said, held, by = columns_of(submitted), session_id_of(unit), visit.actor.person_id
    try:
        actions.say_columns(visit.db, here.program.id, held, said, by=by, now=visit.now)
    except RefusedError as refused:
        form = FormState(errors={"column-0": refused.reason})
        return _send(visit, here, unit, form, columns=said)
    return see_other(f"{_path(here, unit)}")


@routes.post(f"{BASE}/apply")
@allows(Action.ATTENDANCE_RECORD)
def apply(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Write what the page showed; if that is not so any more, or for a look, show it again."""
    here, unit = load_session(visit, cohort, position)
    chosen = chosen_of(submitted)
    if chosen.only_look:
        return _review(visit, here, unit, chosen.whom, status=200)
    savepoint = visit.db.begin_nested()
    try:
        result = _apply(visit, here, unit, chosen)
    except (RefusedError, ConflictError) as refused:
        savepoint.rollback()
        return _review(visit, here, unit, chosen.whom, note=refused.reason)
    savepoint.commit()
    query = f"saved={result.save_id}" if result.save_id else "unchanged=true"
    return see_other(f"{session_path(here, unit)}/attendance?{query}")


def _apply(visit: Visit, here: CohortContext, unit: UnitRow, chosen: Chosen) -> SaveResult:
    require(why_not_import(here, unit, visit.now))
    lock_session(visit.db, session_id_of(unit))  # what is looked at now is what is written
    found = _reviewed(visit, here, unit, chosen.whom)
    if fingerprint(found) != chosen.seen:
        raise ConflictError(CHANGED)
    by, held = visit.actor.person_id, session_id_of(unit)
    try:
        return actions.apply(visit.db, held, found, save_marks=save_marks, by=by, now=visit.now)
    except AmendmentNeededError as needed:
        relied = {mark.enrollment_id for mark in needed.adjusted}
        people = found.review.roster.people
        names = tuple(
            list_name(known.given_name, known.family_name)
            for known in people
            if known.enrollment_id in relied
        )
        raise ConflictError(RELIED_ON(people=names, count=len(names))) from None


@routes.post(f"{BASE}/zone")
@allows(Action.ATTENDANCE_RECORD)
def say_zone(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Say on whose clock the times of what waits are."""
    here, unit = load_session(visit, cohort, position)
    form, by = parse(ZoneForm, submitted), visit.actor.person_id
    kept = queries.imports_of(visit.db, session_id_of(unit))
    waiting = [file for file in kept if _waits(file) and file.format != Format.ZOOM_LIST]
    savepoint = visit.db.begin_nested()
    try:
        actions.say_zone(visit.db, waiting, form.zone, by=by, now=visit.now)
        _reviewed(visit, here, unit, {})
    except NotAttendanceError as refused:
        savepoint.rollback()
        return _review(visit, here, unit, note=refused.reason)
    savepoint.commit()
    return see_other(_path(here, unit))


@routes.post(f"{BASE}/discard")
@allows(Action.ATTENDANCE_RECORD)
def discard(visit: WriteVisit, cohort: str, position: Position) -> Response:
    """Throw away the files that were not applied."""
    here, unit = load_session(visit, cohort, position)
    by = visit.actor.person_id
    actions.discard(visit.db, session_id_of(unit), by=by, now=visit.now)
    return see_other(_path(here, unit))


def _waits(file: AttendanceImport) -> bool:
    return file.applied_at is None


def _path(here: CohortContext, unit: UnitRow) -> str:
    return f"{session_path(here, unit)}/attendance/import"


def _reviewed(
    visit: Visit, here: CohortContext, unit: UnitRow, whom: Mapping[str, str]
) -> Reviewed:
    kept = queries.imports_of(visit.db, session_id_of(unit))
    at, by = At(here.cohort, unit, here.policy), visit.actor.person_id
    columns = queries.held(visit.db, here.program.id)
    return reviewed(visit.db, at, [read_kept(file, columns) for file in kept], whom, by=by)


def _zoom(visit: Visit, here: CohortContext, unit: UnitRow) -> ZoomCard | None:
    if not visit.request.app.state.settings.has_zoom:
        return None
    return zoom_card(seen(visit.db, session_id_of(unit)), here.cohort.zone, visit.now)


def _send(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    form: FormState | None = None,
    *,
    columns: Said | None = None,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    kept = queries.imports_of(visit.db, session_id_of(unit))
    units = unit_facts(visit.db, unit.id).units
    zoom, reader = _zoom(visit, here, unit), visit.actor
    page = send_page(here, unit, units, kept, reader, visit.now, form, columns=columns, zoom=zoom)
    status = 422 if form else 200
    name = "teach/sessions/attendance/import_/import.html"
    return render(visit.request, name, page, block="content", status=status)


def _review(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    whom: Mapping[str, str] | None = None,
    *,
    note: Text | None = None,
    status: int = 409,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    kept = queries.imports_of(visit.db, session_id_of(unit))
    if not kept:
        return _send(visit, here, unit)
    try:
        found = _reviewed(visit, here, unit, whom or {})
    except NotAttendanceError as moved:  # the session, since they were sent
        return _send(visit, here, unit, FormState(errors={"file": moved.reason}))
    units, waits = unit_facts(visit.db, unit.id).units, list(filter(_waits, kept))
    zoom, reader = _zoom(visit, here, unit), visit.actor
    page = review_page(
        here, unit, units, found, reader, visit.now, waits=waits, zoom=zoom, note=note
    )
    name = "teach/sessions/attendance/import_/review.html"
    return render(visit.request, name, page, block="content", status=status)
