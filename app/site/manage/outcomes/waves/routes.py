"""Planning the waves of a study."""

from functools import partial
from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from app.content.releases.queries import current_versions
from app.core.errors import NotFoundError
from app.language.reasons import Reason
from app.packs.instruments.rules import ABOUT_A_SESSION, FOR_LEARNERS, FOR_MENTEES
from app.policy.table import Action
from app.site.manage.outcomes.loaders import HOME, load_project
from app.site.manage.outcomes.waves.forms import RemovalForm, WaveForm
from app.site.manage.outcomes.waves.page import Chosen, askable, form_of, next_wave, waves_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.lapses.actions import once_told
from app.studies.lapses.queries import lapses_of_waves, told_at_opening
from app.studies.lapses.rules import NOTHING_TO_TELL, UNREAD, ToTell
from app.studies.opening.queries import opening_of
from app.studies.queries import ProjectInProgram, relied_on
from app.studies.rules import why_fixed
from app.studies.waves.planning.actions import plan_wave, remove_wave
from app.studies.waves.planning.rules import Planned
from app.studies.waves.queries import WavePlan, cohorts_studied, waves_of
from app.studies.waves.rules import BACKWARDS, FARTHEST
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
Months = Annotated[int, Path(ge=0, le=FARTHEST)]
WAVES = f"{HOME}/{{project}}/waves"


@routes.get(WAVES)
@allows(Action.PROJECT_EDIT)
def list_waves(visit: ReadVisit, project: str, saved: bool | None = None) -> Response:
    """The plan, and a form for another wave."""
    return _page(visit, load_project(visit, project), None, saved=saved)


@routes.post(WAVES)
@allows(Action.PROJECT_EDIT)
def add_wave(visit: WriteVisit, project: str, submitted: Submitted) -> Response:
    """Add a wave."""
    return _plan(visit, load_project(visit, project), None, submitted)


@routes.get(f"{WAVES}/{{months}}")
@allows(Action.PROJECT_EDIT)
def show_wave(visit: ReadVisit, project: str, months: Months) -> Response:
    """One wave as it is planned."""
    found = load_project(visit, project)
    plan = _plan_of(visit, found, months)
    return _page(visit, found, form_of(plan), plan)


@routes.post(f"{WAVES}/{{months}}")
@allows(Action.PROJECT_EDIT)
def change_wave(visit: WriteVisit, project: str, months: Months, submitted: Submitted) -> Response:
    """Change when it is, and what it asks whom."""
    found = load_project(visit, project)
    return _plan(visit, found, _plan_of(visit, found, months), submitted)


@routes.post(f"{WAVES}/{{months}}/removal")
@allows(Action.PROJECT_EDIT)
def take_wave_out(
    visit: WriteVisit, project: str, months: Months, submitted: Submitted
) -> Response:
    """Take it out of the plan."""
    found = load_project(visit, project)
    plan = _plan_of(visit, found, months)
    form, of, now = parse(RemovalForm, submitted), found.project, visit.now
    after = opening_of(visit.db, of.id).without_wave(months)
    told = told_at_opening(visit.db, of, after, now)
    act = partial(remove_wave, visit.db, of.id, months, by=visit.actor.person_id, now=now)
    if why := visit.attempt(lambda: once_told(told, form.despite, act)):
        shown = told if why in UNREAD else NOTHING_TO_TELL
        state = FormState(form_of(plan).values, {"despite" if why in UNREAD else "form": why})
        return _page(visit, found, state, plan, removal=shown, status=422)
    return see_other(f"{HOME}/{project}/waves?saved=true")


def _plan_of(visit: Visit, found: ProjectInProgram, months: int) -> WavePlan:
    plans = waves_of(visit.db, [found.project.id])[found.project.id]
    plan = next((plan for plan in plans if plan.wave.months == months), None)
    if plan is None:
        raise NotFoundError
    return plan


def _plan(
    visit: Visit, found: ProjectInProgram, plan: WavePlan | None, submitted: Submitted
) -> Response:
    names = ("learners", "mentees", "then")
    chosen = {name: [str(value) for value in submitted.getlist(name)] for name in names}
    try:
        form = parse(WaveForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, found, state, plan, chosen, status=422)
    planned = form.planned(askable(current_versions(visit.db, found.program.key)))
    months = plan.wave.months if plan else None
    told = _told(visit, found, planned, months)
    id_, by, now = found.project.id, visit.actor.person_id, visit.now
    act = partial(plan_wave, visit.db, id_, planned, months=months, by=by, now=now)
    if why := visit.attempt(lambda: once_told(told, form.despite, act)):
        state = FormState(typed(submitted), {_at(why): why})
        shown = told if why in UNREAD else NOTHING_TO_TELL
        return _page(visit, found, state, plan, chosen, shown, status=422)
    return see_other(f"{HOME}/{found.project.key}/waves?saved=true")


def _told(visit: Visit, found: ProjectInProgram, planned: Planned, months: int | None) -> ToTell:
    """What is to be read before a wave is saved so."""
    after = opening_of(visit.db, found.project.id).with_wave(months, planned)
    opening = told_at_opening(visit.db, found.project, after, visit.now)
    lapses = lapses_of_waves(visit.db, found.project, [planned.days], visit.now)
    others = [own for own in opening.lapses if own.months not in {months, planned.months}]
    return ToTell([*lapses, *others], opens=opening.opens)


def _at(why: Reason) -> str:
    """The field that a refusal is about."""
    fields = {
        BACKWARDS.code: "last_day",
        **{why.code: "despite" for why in UNREAD},
        FOR_MENTEES.code: "learners",
        FOR_LEARNERS.code: "mentees",
        ABOUT_A_SESSION.code: "learners",
    }
    return fields.get(why.code, "months")


def _page(
    visit: Visit,
    found: ProjectInProgram,
    form: FormState | None,
    plan: WavePlan | None = None,
    chosen: Chosen | None = None,
    lapses: ToTell = NOTHING_TO_TELL,
    removal: ToTell = NOTHING_TO_TELL,
    *,
    saved: bool | None = None,
    status: int = 200,
) -> Response:
    """`form`: None for one that adds a wave, as nobody has touched it."""
    id_ = found.project.id
    plans = waves_of(visit.db, [id_])[id_]
    page = waves_page(
        found.project,
        plans,
        askable(current_versions(visit.db, found.program.key)),
        form or next_wave(plans),
        cohorts_studied(visit.db, [id_]),
        plan=plan,
        chosen=chosen,
        lapses=lapses,
        removal=removal,
        why_fixed=why_fixed(relied_on(visit.db, id_)),
        saved=saved,
        zone=visit.actor.zone,
        now=visit.now,
    )
    return render(visit.request, "manage/outcomes/waves/waves.html", page, status=status)
