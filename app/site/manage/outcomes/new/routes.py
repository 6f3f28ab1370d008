"""Making a study of a program."""

from collections.abc import Sequence
from functools import partial

from starlette.responses import Response

from app.cohorts.models import Cohort, Program
from app.cohorts.programs.queries import programs
from app.core.errors import NotFoundError
from app.history.retention.deletion.actions import call_off_for_study
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.outcomes.loaders import HOME, load_program
from app.site.manage.outcomes.new.forms import NewStudyForm
from app.site.manage.outcomes.new.page import NewStudyPage
from app.site.parts.lapses import lapse_fields
from app.site.parts.study_form import AT, study_fields
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.lapses.actions import once_told
from app.studies.lapses.queries import lapses_of_new
from app.studies.lapses.rules import NOTHING_TO_TELL, UNREAD, ToTell
from app.studies.models import Project
from app.studies.projects.actions import make
from app.studies.queries import cohorts_of_program
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get(f"{HOME}/new")
@allows(Action.PROJECT_EDIT)
def show_new_study(visit: ReadVisit, program: str = "") -> Response:
    """The form of a study of the program that is named, else of the first."""
    return _page(visit, _program(visit, program), FormState())


@routes.post(f"{HOME}/new")
@allows(Action.PROJECT_EDIT)
def make_study(visit: WriteVisit, submitted: Submitted) -> Response:
    """Make it, with the usual waves."""
    named = submitted.get("program")
    program = _program(visit, named if isinstance(named, str) else "")
    known = cohorts_of_program(visit.db, program.id)
    chosen = [value for value in submitted.getlist("cohorts") if isinstance(value, str)]
    try:
        form = parse(NewStudyForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, program, state, known, chosen, status=422)
    described, by = form.described(known), visit.actor.person_id
    told = ToTell(lapses_of_new(visit.db, described, visit.now), elsewhere=True)
    act = partial(make, visit.db, program.id, described, by=by, now=visit.now)
    made: list[Project] = []
    if why := visit.attempt(lambda: made.append(once_told(told, form.despite, act))):
        state = FormState(typed(submitted), {AT.get(why, "form"): why})
        shown = told if why in UNREAD else NOTHING_TO_TELL
        return _page(visit, program, state, known, chosen, shown, status=422)
    call_off_for_study(visit.db, described.cohort_ids, by=by, now=visit.now)
    return see_other(f"{HOME}/{made[0].key}")


def _program(visit: Visit, key: str) -> Program:
    """One that they coordinate as a whole."""
    if key:
        return load_program(visit, key)
    actor = visit.permit_own()
    own = programs(visit.db, reach_of(actor, Role.COORDINATOR))
    if not own:
        raise NotFoundError
    return own[0]


def _page(
    visit: Visit,
    program: Program,
    form: FormState,
    known: Sequence[Cohort] | None = None,
    chosen: Sequence[str] = (),
    lapses: ToTell = NOTHING_TO_TELL,
    *,
    status: int = 200,
) -> Response:
    cohorts = cohorts_of_program(visit.db, program.id) if known is None else known
    told = lapse_fields(lapses, visit.actor.zone)
    fields = study_fields(cohorts, form, chosen=chosen, lapses=told)
    page = NewStudyPage(program.title, program.key, fields)
    return render(visit.request, "manage/outcomes/new/new.html", page, status=status)
