"""Who leads a session."""

from starlette.responses import Response

from app.cohorts.changes.leaders.actions import change_leaders
from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.drafts.queries import facilitators, people_by_address
from app.core.errors import ConflictError, RefusedError
from app.policy.table import Action
from app.site.loaders import Position
from app.site.manage.cohorts.schedule.leaders.forms import LeadersForm
from app.site.manage.cohorts.schedule.leaders.page import chosen_of, leaders_page
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.routes import done, refusal
from app.site.parts.leaders import addresses_in, can_lead
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/leaders")
@allows(Action.SCHEDULE_CHANGE)
def show_leaders(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """Who leads a session, and who could."""
    schedule = load_schedule(visit, cohort)
    return _leaders(visit, schedule, schedule.at(position), FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/leaders")
@allows(Action.SCHEDULE_CHANGE)
def save_leaders(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Change who leads it, and tell who is new to it."""
    schedule = load_schedule(visit, cohort)
    here, unit = schedule.here, schedule.at(position)
    by, now = visit.actor.person_id, visit.now
    try:
        form = parse(LeadersForm, submitted)
        rows = facilitators(visit.db, here.cohort, now)
        addresses = people_by_address(visit.db, addresses_in(form.guest))
        parts = chosen_of(form, can_lead(rows, schedule.parts), addresses)
        seen, why = form.seen, form.reason
        change_leaders(visit.db, here, position, parts, seen=seen, reason=why, by=by, now=now)
    except (FormInvalidError, RefusedError, ConflictError) as refused:
        return _leaders(visit, schedule, unit, refusal(submitted, refused))
    return done(schedule, "leaders", position)


def _leaders(visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState) -> Response:
    rows = facilitators(visit.db, schedule.here.cohort, visit.now)
    page = leaders_page(schedule, unit, rows, form, visit.now)
    status = 422 if form.errors else 200
    template = "manage/cohorts/schedule/leaders/leaders.html"
    return render(visit.request, template, page, status=status)
