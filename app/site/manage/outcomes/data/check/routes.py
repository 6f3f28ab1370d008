"""A file from REDCap is looked at; nothing here changes, and nothing of the file is kept."""

from starlette.responses import Response

from app.core.errors import RefusedError
from app.outcomes.sharing.actions import look_at_redcap
from app.outcomes.sharing.checking import Checked
from app.policy.table import Action
from app.site.manage.outcomes.data.check.forms import content_of
from app.site.manage.outcomes.data.check.page import check_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.trial.loaders import secret_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.models import Project
from app.web.forms import FormInvalidError, FormState, Submitted
from app.web.pages import render

routes = router()
CHECK = f"{HOME}/{{project}}/data/check"


@routes.get(CHECK)
@allows(Action.PROJECT_EXPORT)
def ask_for_file(visit: ReadVisit, project: str) -> Response:
    """Where a file is sent."""
    return _page(visit, load_project(visit, project).project, FormState(), None)


@routes.post(CHECK)
@allows(Action.PROJECT_EXPORT)
def look_at_file(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """What the file is, with a line in the history."""
    found, by, now = load_project(visit, project), visit.actor.person_id, visit.now
    try:
        own = (visit.db, found, content_of(submitted))
        checked = look_at_redcap(*own, secret=secret_of(visit), by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, found.project, FormState(errors=invalid.errors), None)
    except RefusedError as refused:
        return _page(visit, found.project, FormState(errors={"file": refused.reason}), None)
    return _page(visit, found.project, FormState(), checked)


def _page(visit: Visit, project: Project, form: FormState, checked: Checked | None) -> Response:
    page = check_page(project, form, checked)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/outcomes/data/check/check.html", page, status=status)
