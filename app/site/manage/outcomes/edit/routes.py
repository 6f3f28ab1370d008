"""Changing a study, as far as nobody relies on what it is."""

from collections.abc import Sequence
from functools import partial

from starlette.responses import Response

from app.history.retention.deletion.actions import call_off_for_study
from app.policy.table import Action
from app.site.manage.outcomes.edit.page import EditStudyPage, form_of
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.parts.lapses import lapse_fields
from app.site.parts.study_form import AT, StudyForm, study_fields
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.lapses.actions import once_told
from app.studies.lapses.queries import lapses_of_change
from app.studies.lapses.rules import NOTHING_TO_TELL, UNREAD, ToTell
from app.studies.projects.actions import change
from app.studies.projects.rules import COHORT_STAYS
from app.studies.queries import (
    ProjectInProgram,
    cohorts_of,
    cohorts_of_program,
    relied_on,
)
from app.studies.rules import why_fixed
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render

routes = router()


@routes.get(f"{HOME}/{{project}}/edit")
@allows(Action.PROJECT_EDIT)
def show_edit(visit: ReadVisit, project: str, saved: bool | None = None) -> Response:
    """The form."""
    found = load_project(visit, project)
    chosen = [str(cohort.id) for cohort in cohorts_of(visit.db, found.project.id)]
    return _page(visit, found, form_of(found.project), chosen, saved=saved)


@routes.post(f"{HOME}/{{project}}/edit")
@allows(Action.PROJECT_EDIT)
def save_edit(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Change it."""
    found = load_project(visit, project)
    known = cohorts_of_program(visit.db, found.program.id)
    chosen = [value for value in submitted.getlist("cohorts") if isinstance(value, str)]
    try:
        form = parse(StudyForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, found, state, chosen, status=422)
    described, by = form.described(known), visit.actor.person_id
    can_change = why_fixed(relied_on(visit.db, found.project.id)) is None
    lapses = lapses_of_change(visit.db, found.project, described, visit.now)
    told = ToTell(lapses, elsewhere=can_change)
    act = partial(change, visit.db, found.project.id, described, by=by, now=visit.now)
    if why := visit.attempt(lambda: once_told(told, form.despite, act)):
        at = {**AT, COHORT_STAYS: "cohorts"}.get(why, "form")
        state = FormState(typed(submitted), {at: why})
        shown = told if why in UNREAD else NOTHING_TO_TELL
        return _page(visit, found, state, chosen, shown, status=422)
    call_off_for_study(visit.db, described.cohort_ids, by=by, now=visit.now)
    return saved_response(visit, f"{HOME}/{project}/edit")


def _page(
    visit: Visit,
    found: ProjectInProgram,
    form: FormState,
    chosen: Sequence[str],
    lapses: ToTell = NOTHING_TO_TELL,
    *,
    saved: bool | None = None,
    status: int = 200,
) -> Response:
    why = why_fixed(relied_on(visit.db, found.project.id))
    cohorts = cohorts_of_program(visit.db, found.program.id)
    told = lapse_fields(lapses, visit.actor.zone)
    page = EditStudyPage(
        found.project.title,
        f"{HOME}/{found.project.key}",
        study_fields(cohorts, form, chosen=chosen, lapses=told, why_fixed=why),
        saved,
    )
    return render(visit.request, "manage/outcomes/edit/edit.html", page, status=status)
