"""Reporting a cohort to PARS: its number, the files, what became of them, and whom to ask."""

from uuid import UUID

from starlette.responses import Response

from app.certificates.pars import actions, queries
from app.certificates.pars.models import ReportingFile
from app.certificates.pars.rules import Line, lines
from app.certificates.pars.sheet import workbook_of
from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError, RefusedError, require
from app.language.languages import current
from app.messages.announcements import actions as messages
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.loaders import coordinates
from app.site.manage.cohorts.credit.pars.forms import ActivityForm, MarkForm
from app.site.manage.cohorts.credit.pars.nudge import NOBODY_TO_ASK, proposed
from app.site.manage.cohorts.credit.pars.page import file_name, pars_page, pars_path, unasked
from app.site.manage.cohorts.page import path_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
PARS = "/manage/cohorts/{cohort}/credit/pars"
FILE = f"{PARS}/files/{{reporting_file}}"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@routes.get(PARS)
@allows(Action.PARS_READ)
def show_pars(visit: ReadVisit, cohort: str, saved: bool = False) -> Response:
    """Who lacks what, the next file, and those before it."""
    return _page(visit, load_cohort(visit, cohort), FormState(), saved=saved)


@routes.post(f"{PARS}/activity")
@allows(Action.PARS_MAKE)
def number_activity(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Keep the number of the activity."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(ActivityForm, submitted)
        by, now = visit.actor.person_id, visit.now
        actions.number_activity(visit.db, here.cohort, form.accme_id, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _page(visit, here, FormState(typed(submitted), {"accme_id": refused.reason}))
    return see_other(f"{pars_path(here)}?saved=true")


@routes.post(f"{PARS}/files")
@allows(Action.PARS_MAKE)
def make_file(visit: WriteVisit, cohort: str) -> Response:
    """Make the next file."""
    here = load_cohort(visit, cohort)
    by, now = visit.actor.person_id, visit.now
    why_not = visit.attempt(lambda: actions.make_file(visit.db, here.cohort, by=by, now=now))
    if why_not:
        return _page(visit, here, FormState(errors={"next": why_not}), status=409)
    return see_other(f"{pars_path(here)}#files")


@routes.get(FILE)
@allows(Action.PARS_READ)
def show_file(visit: ReadVisit, cohort: str, reporting_file: UUID) -> Response:  # noqa: ARG001
    """Looking takes nothing out: the way to the button that does."""
    return see_other(f"{pars_path(load_cohort(visit, cohort))}#files")


@routes.post(FILE)
@allows(Action.PARS_MAKE)
def download_file(visit: WriteVisit, cohort: str, reporting_file: UUID) -> Response:
    """A file that is not uploaded yet, and the line of who took it."""
    here = load_cohort(visit, cohort)
    file, by, now = _file(visit, here, reporting_file), visit.actor.person_id, visit.now
    if why_not := visit.attempt(lambda: actions.hand_over(visit.db, file, by=by, now=now)):
        return _page(visit, here, FormState(errors={"files": why_not}), status=409)
    content, name = workbook_of(queries.rows_of(visit.db, file.id)), file_name(here, file)
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(content, media_type=XLSX, headers=headers)


@routes.post(f"{FILE}/mark")
@allows(Action.PARS_MAKE)
def mark_file(
    visit: WriteVisit, cohort: str, reporting_file: UUID, submitted: Submitted
) -> Response:
    """Say what became of a file."""
    here = load_cohort(visit, cohort)
    file, form = _file(visit, here, reporting_file), parse(MarkForm, submitted)
    try:
        actions.mark_file(
            visit.db, file, form.mark, note=form.note, by=visit.actor.person_id, now=visit.now
        )
    except RefusedError as refused:
        return _page(visit, here, FormState(typed(submitted), {"note": refused.reason}))
    return see_other(f"{pars_path(here)}#files")


@routes.post(f"{PARS}/nudge")
@allows(Action.MESSAGES_WRITE)
def begin_nudge(visit: WriteVisit, cohort: str) -> Response:
    """A message to who has not said whether they allow it, as a draft: nothing is sent yet."""
    here = load_cohort(visit, cohort)
    chosen = unasked(_lines(visit, here))
    by, now = visit.actor.person_id, visit.now
    require(None if chosen else NOBODY_TO_ASK)
    written = proposed(chosen, current().code)
    draft = messages.write(visit.db, here, written, by=by, now=now)
    return see_other(f"{path_of(here)}/messages/{draft.id}")


def _file(visit: Visit, here: CohortContext, file_id: UUID) -> ReportingFile:
    file = queries.file_of(visit.db, here.cohort.id, file_id)
    if file is None:
        raise NotFoundError
    return file


def _lines(visit: Visit, here: CohortContext) -> list[Line]:
    cohort_id = here.cohort.id
    people, told = queries.candidates(visit.db, cohort_id), queries.written(visit.db, cohort_id)
    return lines(people, told, queries.activity_id(visit.db, cohort_id))


def _page(
    visit: Visit,
    here: CohortContext,
    form: FormState,
    *,
    status: int | None = None,
    saved: bool = False,
) -> Response:
    cohort_id = here.cohort.id
    page = pars_page(
        here,
        _lines(visit, here),
        queries.activity_id(visit.db, cohort_id),
        queries.files_of(visit.db, cohort_id),
        queries.added_in(visit.db, cohort_id),
        form,
        visit.actor.zone,
        coordinates=coordinates(visit, here),
        saved=saved,
    )
    status = status or (422 if form.errors else 200)
    name = "manage/cohorts/credit/pars/pars.html"
    return render(visit.request, name, page, status=status)
