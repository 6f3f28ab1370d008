"""Starting a cohort."""

from datetime import date

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.cohorts.drafts import actions, queries, rules
from app.cohorts.drafts.calendar import rules as calendar
from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.models import Cohort, Program
from app.cohorts.programs.queries import programs
from app.language import _
from app.language.moments import local
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.cohorts.new.forms import NewCohortForm
from app.site.manage.cohorts.new.page import new_cohort_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()

NOT_THERE = _("Choose one from the list. It may have changed since you opened this page.")


@routes.get("/manage/cohorts/new")
@allows(Action.COHORT_SET_UP)
def show_new(visit: ReadVisit) -> Response:
    """What a new cohort can begin from."""
    visit.permit_own()
    return _new(visit, FormState())


@routes.post("/manage/cohorts/new")
@allows(Action.COHORT_SET_UP)
def start(visit: WriteVisit, submitted: Submitted) -> Response:
    """Make the draft at once, with proposed dates and title."""
    visit.permit_own()
    try:
        form = parse(NewCohortForm, submitted)
    except FormInvalidError as invalid:
        return _new(visit, FormState(invalid.values, invalid.errors), status=422)
    draft = _started(visit, *form.start.partition(":")[::2])
    if draft is None:
        return _new(visit, FormState({"start": form.start}, {"start": NOT_THERE}), status=422)
    return see_other(f"/manage/cohorts/{draft.slug}/setup/dates")


def _started(visit: Visit, kind: str, name: str) -> Cohort | None:
    """The draft, if what it is to begin from is there and is theirs."""
    own = _programs(visit)
    by, now = visit.actor.person_id, visit.now
    if kind == "template":
        program = own.get(name)
        if program is None:
            return None
        course = actions.course_of(visit.db, program)
        dates = calendar.usual_dates(_today(visit), visit.actor.zone, course.data.session_minutes)
        title = str(rules.title_of(dates.first))
        return actions.start_draft(visit.db, program, dates, title, by=by, now=now)
    earlier = _earlier(visit, name)
    if kind != "cohort" or earlier is None or earlier.program.key not in own:
        return None
    first = calendar.first_day_after(actions.dates_of(visit.db, earlier).first, _today(visit))
    title = str(rules.title_of(first))
    return actions.start_draft_like(visit.db, earlier, first, title, by=by, now=now)


def _earlier(visit: Visit, slug: str) -> CohortContext | None:
    found = cohort_for_person(visit.db, slug, visit.actor.person_id)
    return found.here if found and not found.here.cohort.is_draft else None


def _today(visit: Visit) -> date:
    return local(visit.now, visit.actor.zone).date()


def _programs(visit: Visit) -> dict[str, Program]:
    reach = reach_of(visit.actor, Role.COORDINATOR)
    return {program.key: program for program in programs(visit.db, reach)}


def _new(visit: Visit, form: FormState, *, status: int = 200) -> Response:
    own = list(_programs(visit).values())
    earlier = queries.earlier_cohorts(visit.db, [program.id for program in own])
    page = new_cohort_page(own, earlier, form)
    return render(visit.request, "manage/cohorts/new/new.html", page, status=status)
