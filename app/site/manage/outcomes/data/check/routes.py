"""A file from REDCap is looked at, taken in where nothing is, and taken back."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import RefusedError
from app.language.texts import Text
from app.outcomes.sharing.taking import actions, queries
from app.outcomes.sharing.taking.kept import actions as kept
from app.outcomes.sharing.taking.kept.queries import files_of
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import APPLIED
from app.outcomes.sharing.taking.weighing import Checked, Ready
from app.policy.table import Action
from app.site.manage.outcomes.data.check.forms import SentFile, TakeBackForm, TakeInForm
from app.site.manage.outcomes.data.check.loaders import load_file
from app.site.manage.outcomes.data.check.page import check_page, done_page, waiting_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.trial.loaders import secret_of
from app.site.visits import LookFirstVisit, ReadVisit, Visit, WriteVisit, allows, router
from app.studies.models import Project
from app.studies.queries import ProjectInProgram
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()
CHECK = f"{HOME}/{{project}}/data/check"
ONE = f"{CHECK}/{{records_file}}"


@routes.get(CHECK)
@allows(Action.PROJECT_EXPORT)
def ask_for_file(visit: ReadVisit, project: str) -> Response:
    """Where a file is sent."""
    return _page(visit, load_project(visit, project).project, FormState(), None)


@routes.post(CHECK)
@allows(Action.PROJECT_TAKE_IN)
def look_at_file(visit: LookFirstVisit, project: str, submitted: Submitted) -> Response:
    """What the file is, with a line in the history; it waits if something of it can come in."""
    found = load_project(visit, project)
    try:
        sent = SentFile(submitted)
        checked = _look(visit, found, sent.content).checked
    except FormInvalidError as invalid:
        return _page(visit, found.project, FormState(errors=invalid.errors), None)
    except RefusedError as refused:
        return _page(visit, found.project, FormState(errors={"file": refused.reason}), None)
    visit.take_turn()
    own, by = (visit.db, load_project(visit, project), sent.content), visit.actor.person_id
    upload = kept.receive(*own, checked, file_name=sent.name, by=by, now=visit.now)
    if upload is not None:
        return _to(project, upload.id)
    return _page(visit, found.project, FormState(), checked)


@routes.get(ONE)
@allows(Action.PROJECT_TAKE_IN)
def show_file(visit: ReadVisit, project: str, records_file: UUID) -> Response:
    """What a file would bring in, or did."""
    return _show(visit, *load_file(visit, project, records_file))


@routes.post(ONE)
@allows(Action.PROJECT_TAKE_IN)
def take_in(
    visit: LookFirstVisit, project: str, records_file: UUID, submitted: Submitted
) -> Response:
    """Take in what the page showed; if that is not so any more, show the page again."""
    found, upload = load_file(visit, project, records_file)
    if upload.applied_at is not None:
        return _show(visit, found, upload, APPLIED)
    seen, ready = parse(TakeInForm, submitted).seen, _look(visit, found, upload.content)
    visit.take_turn()
    found, upload = load_file(visit, project, records_file)
    own, secret = (visit.db, found, upload.id, ready), secret_of(visit)
    by, now = visit.actor.person_id, visit.now
    why_not = visit.attempt(lambda: actions.take_in(*own, seen=seen, secret=secret, by=by, now=now))
    return _show(visit, found, upload, why_not) if why_not else _to(project, upload.id)


@routes.post(f"{ONE}/undo")
@allows(Action.PROJECT_TAKE_IN)
def take_back(
    visit: WriteVisit, project: str, records_file: UUID, submitted: Submitted
) -> Response:
    """Delete the answers that came by a file."""
    found, upload = load_file(visit, project, records_file)
    why, by, now = parse(TakeBackForm, submitted).reason, visit.actor.person_id, visit.now
    why_not = visit.attempt(
        lambda: actions.take_back(visit.db, found, upload.id, why=why, by=by, now=now)
    )
    return _show(visit, found, upload, why_not) if why_not else _to(project, upload.id)


@routes.post(f"{ONE}/discard")
@allows(Action.PROJECT_TAKE_IN)
def discard(visit: WriteVisit, project: str, records_file: UUID) -> Response:
    """Throw a file away that was not taken in."""
    found, upload = load_file(visit, project, records_file)
    by, now = visit.actor.person_id, visit.now
    why_not = visit.attempt(lambda: kept.discard(visit.db, found, upload.id, by=by, now=now))
    if why_not:
        return _show(visit, found, upload, why_not)
    return see_other(CHECK.format(project=project))


def _look(visit: Visit, found: ProjectInProgram, content: bytes) -> Ready:
    secret, by, now = secret_of(visit), visit.actor.person_id, visit.now
    return queries.look(visit.db, found, content, secret=secret, by=by, now=now)


def _to(project: str, file_id: UUID) -> Response:
    return see_other(ONE.format(project=project, records_file=file_id))


def _page(visit: Visit, project: Project, form: FormState, checked: Checked | None) -> Response:
    files = files_of(visit.db, project.id)
    page = check_page(project, files, form, checked, visit.actor.zone)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/outcomes/data/check/check.html", page, status=status)


def _show(
    visit: Visit, found: ProjectInProgram, upload: RecordsFile, note: Text | None = None
) -> Response:
    zone, status = visit.actor.zone, 409 if note else 200
    if upload.applied_at is not None:
        why_not = queries.why_not_back(visit.db, upload)
        done = done_page(found.project, upload, why_not, note, zone)
        return render(visit.request, "manage/outcomes/data/check/done.html", done, status=status)
    checked = _look(visit, found, upload.content).checked
    page = waiting_page(found.project, upload, checked, note, zone)
    return render(visit.request, "manage/outcomes/data/check/file.html", page, status=status)
