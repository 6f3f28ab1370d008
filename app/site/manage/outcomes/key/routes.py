"""The key of a study: shown once for each reason that somebody gives."""

from starlette.responses import Response

from app.core.errors import NotFoundError, RefusedError
from app.policy.table import Action
from app.site.manage.outcomes.key.forms import KeyForm
from app.site.manage.outcomes.key.page import key_page
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.models import Project
from app.surveys.enums import IdentityMode
from app.surveys.pseudonyms.actions import look_up
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{project}}/key")
@allows(Action.PROJECT_KEY)
def ask_why(visit: ReadVisit, project: str) -> Response:
    """Why somebody wants to look; nothing of the key is on this page."""
    return _page(visit, _project(visit, project), FormState())


@routes.post(f"{HOME}/{{project}}/key")
@allows(Action.PROJECT_KEY)
def show_key(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """The key, with a line in the history; it leads on to no address, so it is not opened again."""
    found = _project(visit, project)
    try:
        why = parse(KeyForm, submitted).reason
        by, now = visit.actor.person_id, visit.now
        lines = look_up(visit.db, found.id, why=why, by=by, now=now)
    except FormInvalidError as invalid:
        return _page(visit, found, FormState(invalid.values, invalid.errors), status=422)
    except RefusedError as refused:
        state = FormState(typed(submitted), {"reason": refused.reason})
        return _page(visit, found, state, status=422)
    page = key_page(found, FormState(), lines)
    return render(visit.request, "manage/outcomes/key/key.html", page)


def _project(visit: Visit, key: str) -> Project:
    """The study, if it has a key at all."""
    project = load_project(visit, key).project
    if project.mode is not IdentityMode.CONFIDENTIAL:
        raise NotFoundError
    return project


def _page(visit: Visit, project: Project, form: FormState, *, status: int = 200) -> Response:
    page = key_page(project, form, None)
    return render(visit.request, "manage/outcomes/key/key.html", page, status=status)
