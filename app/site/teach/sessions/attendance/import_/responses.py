"""The pages of a meeting's files as answers: where one is sent, its columns, what it would do."""

from collections.abc import Mapping

from starlette.responses import Response

from app.casework.imports import queries
from app.casework.imports.models import AttendanceImport
from app.casework.imports.refusals import NotAttendanceError
from app.casework.imports.reviewing import ColumnsNeededError
from app.casework.preparation.queries import unit_facts
from app.casework.zoom.queries import seen
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text
from app.language.reasons import Reason
from app.site.loaders import name_whom_to_ask
from app.site.teach.parts import session_id_of
from app.site.teach.sessions.attendance.import_.columns import Said, columns_page
from app.site.teach.sessions.attendance.import_.loaders import load_files, load_reviewed, waits
from app.site.teach.sessions.attendance.import_.page import review_page
from app.site.teach.sessions.attendance.import_.sending import import_head, send_page
from app.site.teach.sessions.attendance.import_.zoom import ZoomCard, zoom_card
from app.site.visits import Visit
from app.web.forms import FormState
from app.web.pages import render


def send_response(
    visit: Visit, here: CohortContext, unit: UnitRow, form: FormState | None = None
) -> Response:
    """Where a file is sent; with `form`, why it was not taken."""
    name_whom_to_ask(visit, here.cohort)
    kept, units = load_files(visit, unit), unit_facts(visit.db, unit.id).units
    zoom = _zoom(visit, here, unit)
    page = send_page(here, unit, units, kept, visit.actor, visit.now, form, zoom)
    status = 422 if form else 200
    name = "teach/sessions/attendance/import_/import.html"
    return render(visit.request, name, page, block="content", status=status)


def columns_response(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    file: AttendanceImport,
    said: Said,
    why_not: Reason | None,
) -> Response:
    """What the columns of a file hold, to be said; 422 where that is not enough."""
    name_whom_to_ask(visit, here.cohort)
    head = import_head(here, unit, unit_facts(visit.db, unit.id).units, visit.actor)
    known = queries.held(visit.db, here.program.id)
    page = columns_page(head, file, known, said, why_not)
    status = 422 if why_not else 200
    name = "teach/sessions/attendance/import_/columns.html"
    return render(visit.request, name, page, block="content", status=status)


def review_response(
    visit: Visit,
    here: CohortContext,
    unit: UnitRow,
    whom: Mapping[str, str],
    *,
    note: Text | None = None,
    status: int = 200,
) -> Response:
    """What would become of the files, with whom somebody chose; or first what their columns hold.

    `note`: what happened.
    """
    kept = load_files(visit, unit)
    if not kept:
        return send_response(visit, here, unit)
    try:
        found = load_reviewed(visit, here, unit, kept, whom)
    except ColumnsNeededError as needed:
        return columns_response(visit, here, unit, needed.file, {}, None)
    except NotAttendanceError as refused:  # the session was moved since they were sent
        return send_response(visit, here, unit, FormState(errors={"file": refused.reason}))
    name_whom_to_ask(visit, here.cohort)
    waiting, reader = [*filter(waits, kept)], visit.actor
    changes = len(found.review.changes) + len(found.review.open_questions) if waiting else 0
    units, zoom = unit_facts(visit.db, unit.id).units, _zoom(visit, here, unit, changes)
    page = review_page(
        here, unit, units, found, reader, visit.now, waits=waiting, zoom=zoom, note=note
    )
    name = "teach/sessions/attendance/import_/review.html"
    return render(visit.request, name, page, block="content", status=status)


def _zoom(visit: Visit, here: CohortContext, unit: UnitRow, changes: int = 0) -> ZoomCard | None:
    if not visit.request.app.state.settings.has_zoom:
        return None
    found = seen(visit.db, session_id_of(unit))
    return zoom_card(found, here.cohort.zone, visit.now, changes=changes)
