"""The texts of a study."""

from functools import partial

from starlette.responses import Response

from app.policy.table import Action
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.text.forms import TextForm
from app.site.manage.outcomes.text.page import text_page
from app.site.parts.lapses import AT
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.consent.actions import keep_text
from app.studies.consent.queries import texts_of
from app.studies.lapses.actions import once_told
from app.studies.lapses.queries import told_at_opening
from app.studies.lapses.rules import NOTHING_TO_TELL, UNREAD, ToTell
from app.studies.opening.queries import opening_of
from app.studies.queries import ProjectInProgram
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{project}}/text")
@allows(Action.PROJECT_EDIT)
def show_text(visit: ReadVisit, project: str, saved: bool | None = None) -> Response:
    """Every version, and a form for the next one."""
    return _page(visit, load_project(visit, project), FormState(), saved=saved)


@routes.post(f"{HOME}/{{project}}/text")
@allows(Action.PROJECT_EDIT)
def save_text(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Put a text into force; versions of before stay."""
    found = load_project(visit, project)
    try:
        form = parse(TextForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, found, FormState(invalid.values, invalid.errors), status=422)
    words, by, now, of = form.text, visit.actor.person_id, visit.now, found.project
    after = opening_of(visit.db, of.id).with_text(form.respondent)
    told = told_at_opening(visit.db, of, after, now)
    kept = of, form.respondent, form.language, words
    act = partial(keep_text, visit.db, *kept, by=by, now=now)
    if why := visit.attempt(lambda: once_told(told, form.despite, act)):
        state = FormState(typed(submitted), {AT.get(why, "text"): why})
        shown = told if why in UNREAD else NOTHING_TO_TELL
        return _page(visit, found, state, shown, status=422)
    return saved_response(visit, f"{HOME}/{project}/text")


def _page(
    visit: Visit,
    found: ProjectInProgram,
    form: FormState,
    lapses: ToTell = NOTHING_TO_TELL,
    *,
    saved: bool | None = None,
    status: int = 200,
) -> Response:
    page = text_page(
        found.project,
        texts_of(visit.db, found.project.id),
        visit.request.app.state.languages,
        form,
        visit.actor.zone,
        lapses,
        opening=opening_of(visit.db, found.project.id),
        saved=saved,
    )
    return render(visit.request, "manage/outcomes/text/text.html", page, status=status)
