"""Having an audit folder made of a cohort, and downloading it: a line for each."""

from uuid import UUID

from starlette.responses import Response

from app.certificates.issuing.queries import orders_under_way
from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError, RefusedError
from app.history.audit_folders.actions import hand_over, order_folder
from app.history.audit_folders.queries import content_of, folder_of, folders_of
from app.history.audit_folders.rules import NO_LONGER_KEPT, is_kept
from app.language.languages import current
from app.language.moments import local
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.audit.forms import AuditFolderForm
from app.site.manage.cohorts.credit.audit.page import audit_page, audit_path, file_name
from app.site.manage.cohorts.credit.loaders import coordinates
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import disposition
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
AUDIT = "/manage/cohorts/{cohort}/credit/audit"
FOLDER = f"{AUDIT}/{{audit_folder}}"


@routes.get(AUDIT)
@allows(Action.AUDIT_FOLDER_READ)
def show_folders(visit: ReadVisit, cohort: str) -> Response:
    """What a folder holds, and those that were made."""
    return _page(visit, load_cohort(visit, cohort), FormState())


@routes.post(AUDIT)
@allows(Action.AUDIT_FOLDER_MAKE)
def make_folder(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Have a folder made; the job says when it is, to who sees jobs."""
    here = load_cohort(visit, cohort)
    by, now, language = visit.actor.person_id, visit.now, current().code
    try:
        why = parse(AuditFolderForm, submitted).reason
        folder = order_folder(visit.db, here, why, language=language, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors))
    except RefusedError as refused:
        return _page(visit, here, FormState(typed(submitted), {"reason": refused.reason}))
    is_shown = coordinates(visit, here)
    return see_other(f"/manage/jobs/{folder.job_id}" if is_shown else f"{audit_path(here)}#folders")


@routes.get(FOLDER)
@allows(Action.AUDIT_FOLDER_READ)
def show_folder(visit: ReadVisit, cohort: str, audit_folder: UUID) -> Response:  # noqa: ARG001
    """Looking takes nothing out: the way to the button that does."""
    return see_other(f"{audit_path(load_cohort(visit, cohort))}#folders")


@routes.post(FOLDER)
@allows(Action.AUDIT_FOLDER_MAKE)
def download_folder(visit: WriteVisit, cohort: str, audit_folder: UUID) -> Response:
    """A folder that was made, and the line of who took it."""
    here = load_cohort(visit, cohort)
    folder = folder_of(visit.db, here.cohort.id, audit_folder)
    if folder is None or folder.made_at is None:
        raise NotFoundError
    content = content_of(visit.db, folder.id)
    if content is None or not is_kept(folder.ordered_at, visit.now):
        return _page(visit, here, FormState(errors={"folders": NO_LONGER_KEPT}), status=409)
    hand_over(visit.db, folder, by=visit.actor.person_id, now=visit.now)
    name = file_name(here, folder.number, local(folder.made_at, here.cohort.zone))
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(content, media_type="application/zip", headers=headers)


def _page(
    visit: Visit, here: CohortContext, form: FormState, *, status: int | None = None
) -> Response:
    folders = folders_of(visit.db, here.cohort.id)
    own = coordinates(visit, here)
    issuing = orders_under_way(visit.db, here.cohort.id)
    page = audit_page(here, folders, issuing, form, visit.actor.zone, visit.now, coordinates=own)
    status = status or (422 if form.errors else 200)
    name = "manage/cohorts/credit/audit/audit.html"
    return render(visit.request, name, page, status=status)
