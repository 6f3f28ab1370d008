"""Attendance by the files of a meeting: send them, choose, look, apply.

Files that were sent wait until they are applied or thrown away; no mark is written before.
"""

from starlette.responses import Response

from app.casework.imports import actions, queries
from app.casework.imports.enums import Format as ReportFormat
from app.casework.imports.refusals import NotAttendanceError
from app.casework.imports.reviewing import At, Sent, fingerprint, placed
from app.casework.locks.queries import lock_session
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment, SaveResult
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.core.errors import ConflictError, NotFoundError, RefusedError, require
from app.language import Text, ngettext
from app.language.reasons import reason
from app.policy.table import Action
from app.site.loaders import Position, load_session
from app.site.teach.amending import SentOn
from app.site.teach.parts import session_id_of, session_path
from app.site.teach.sessions.attendance.forms import parse_amendment
from app.site.teach.sessions.attendance.import_.forms import (
    Chosen,
    ZoneForm,
    chosen_fields,
    chosen_of,
    columns_of,
    sent_files,
)
from app.site.teach.sessions.attendance.import_.loaders import (
    load_files,
    load_reviewed,
    load_roster,
    load_unnamed,
    waits,
)
from app.site.teach.sessions.attendance.import_.responses import (
    columns_response,
    review_response,
    send_response,
)
from app.site.teach.sessions.attendance.import_.sample import sample, who_came
from app.site.teach.sessions.attendance.import_.sending import why_not_import
from app.site.teach.sessions.attendance.responses import amendment_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import see_other
from app.web.spreadsheet import Format

routes = router()
BASE = "/teach/{cohort}/sessions/{position}/attendance/import"
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
    kept = load_files(visit, unit)
    waiting = show != "send" and any(map(waits, kept))
    if (show == "applied" and kept) or waiting:
        return review_response(visit, here, unit, {}, note=_known(known) if known else None)
    return send_response(visit, here, unit)


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
        read = [file for file in files if isinstance(file, Sent)]
        placed(visit.db, At(here.cohort, unit, here.policy), read)
    except FormInvalidError as invalid:
        return send_response(visit, here, unit, FormState(errors=invalid.errors))
    except RefusedError as refused:
        return send_response(visit, here, unit, FormState(errors={"file": refused.reason}))
    by, held = visit.actor.person_id, session_id_of(unit)
    new = actions.keep(visit.db, held, files, by=by, now=visit.now)
    known = len({sent.sha256 for sent in files}) - len(new)
    return see_other(f"{_path(here, unit)}?show=applied{f'&known={known}' if known else ''}")


@routes.get(f"{BASE}/sample.csv")
@allows(Action.ATTENDANCE_RECORD)
def download_sample(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """A report of this session's meeting to try this with; outside of the demo there is none."""
    here, unit = load_session(visit, cohort, position)
    if not visit.request.app.state.settings.demo:
        raise NotFoundError
    roster = load_roster(visit, here, unit)
    return download("participants-sample", [sample(roster, who_came(roster))], Format.CSV)


@routes.post(f"{BASE}/columns")
@allows(Action.ATTENDANCE_RECORD)
def say_columns(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Say what the columns of a file hold that waits; on to what would become of it."""
    here, unit = load_session(visit, cohort, position)
    said, held, by = columns_of(submitted), session_id_of(unit), visit.actor.person_id
    asked = load_unnamed(visit, here, unit)
    savepoint = visit.db.begin_nested()
    try:
        actions.say_columns(visit.db, here.program.id, held, said, by=by, now=visit.now)
        load_unnamed(visit, here, unit)
    except RefusedError as refused:
        savepoint.rollback()
        if asked is None:
            return send_response(visit, here, unit, FormState(errors={"file": refused.reason}))
        return columns_response(visit, here, unit, asked, said, refused.reason)
    savepoint.commit()
    return see_other(_path(here, unit))


@routes.post(f"{BASE}/apply")
@allows(Action.ATTENDANCE_RECORD)
def apply(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Write what the page showed; if that is not so any more, or for a look, show it again.

    Where others rely on a mark that would change, first whom it touches: that page sends all of
    it again, with a reason.
    """
    here, unit = load_session(visit, cohort, position)
    chosen, amendment = chosen_of(submitted), parse_amendment(submitted)
    if chosen.only_look:
        return review_response(visit, here, unit, chosen.whom)
    savepoint = visit.db.begin_nested()
    try:
        result = _apply(visit, here, unit, chosen, amendment)
    except AmendmentNeededError as needed:
        savepoint.rollback()
        sent = SentOn(f"{_path(here, unit)}/apply", chosen_fields(chosen))
        return amendment_response(visit, here, unit, amendment, needed, sent)
    except (RefusedError, ConflictError) as refused:
        savepoint.rollback()
        return review_response(visit, here, unit, chosen.whom, note=refused.reason, status=409)
    savepoint.commit()
    query = f"saved={result.save_id}" if result.save_id else "unchanged=true"
    return see_other(f"{session_path(here, unit)}/attendance?{query}")


def _apply(
    visit: Visit, here: CohortContext, unit: UnitRow, chosen: Chosen, amendment: Amendment
) -> SaveResult:
    require(why_not_import(here, unit, visit.now))
    by, held = visit.actor.person_id, session_id_of(unit)
    lock_session(visit.db, held)  # what is looked at now is what is written
    found = load_reviewed(visit, here, unit, load_files(visit, unit), chosen.whom)
    if fingerprint(found) != chosen.seen:
        raise ConflictError(CHANGED)
    return actions.apply(
        visit.db, held, found, save_marks=save_marks, by=by, now=visit.now, amendment=amendment
    )


@routes.post(f"{BASE}/zone")
@allows(Action.ATTENDANCE_RECORD)
def say_zone(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Say on whose clock the times of what waits are."""
    here, unit = load_session(visit, cohort, position)
    form, by = parse(ZoneForm, submitted), visit.actor.person_id
    kept = load_files(visit, unit)
    sent = [file for file in kept if waits(file) and file.format != ReportFormat.ZOOM_LIST]
    savepoint = visit.db.begin_nested()
    try:
        actions.say_zone(visit.db, sent, form.zone, by=by, now=visit.now)
        load_reviewed(visit, here, unit, kept, {})
    except NotAttendanceError as refused:
        savepoint.rollback()
        return review_response(visit, here, unit, {}, note=refused.reason, status=409)
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


def _path(here: CohortContext, unit: UnitRow) -> str:
    return f"{session_path(here, unit)}/attendance/import"
