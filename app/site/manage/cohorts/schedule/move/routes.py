"""Moving a session: the new time, its check page, and the act."""

from datetime import timedelta

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.changes import actions
from app.cohorts.changes.queries import ScheduledUnit, opening_for
from app.cohorts.changes.rules import SAME_TIME, WallTime, why_not_at
from app.cohorts.drafts.queries import led_elsewhere
from app.core.errors import ConflictError, RefusedError
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.loaders import Position
from app.site.manage.cohorts.schedule.forms import TimeForm
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.move.forms import MoveForm
from app.site.manage.cohorts.schedule.move.page import check_page, move_page
from app.site.manage.cohorts.schedule.routes import (
    breaks_on_day,
    check_response,
    done,
    reached,
    refusal,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, part_of
from app.web.pages import render

routes = router()

A_DAY = timedelta(days=1)


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/move")
@allows(Action.SCHEDULE_CHANGE)
def check_move(visit: ReadVisit, cohort: str, position: Position, edit: str = "") -> Response:
    """Where to; with a time in the address, what follows from it. `edit`: enter another."""
    schedule = load_schedule(visit, cohort)
    unit = schedule.at(position)
    asked = {n: v for n, v in visit.request.query_params.items() if n != "edit"}
    if not asked or edit:
        return _form(visit, schedule, unit, FormState(asked))
    try:
        wish = parse(TimeForm, FormData(asked)).wall_time
    except FormInvalidError as invalid:
        return _form(visit, schedule, unit, FormState(asked, invalid.errors))
    if why_not := _why_not(visit, schedule, unit, wish):
        return _form(visit, schedule, unit, FormState(asked, {"day": why_not}))
    return _check(visit, schedule, unit, wish, FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/move")
@allows(Action.SCHEDULE_CHANGE)
def move(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Move it, and tell everybody."""
    schedule = load_schedule(visit, cohort)
    unit, by = schedule.at(position), visit.actor.person_id
    try:
        form = parse(MoveForm, submitted)
    except FormInvalidError as invalid:
        refused_form = refusal(submitted, invalid)
        if time := part_of(TimeForm, submitted):
            return _check(visit, schedule, unit, time.wall_time, refused_form)
        return _form(visit, schedule, unit, refused_form)
    wish, seen, why = form.wall_time, form.seen, form.reason
    try:
        actions.move_session(
            visit.db, schedule.here, position, wish, seen=seen, reason=why, by=by, clock=visit.clock
        )
    except (RefusedError, ConflictError) as refused:
        return _check(visit, schedule, unit, wish, refusal(submitted, refused))
    return done(schedule, "moved", position)


def _why_not(
    visit: Visit, schedule: Schedule, unit: ScheduledUnit, wish: WallTime
) -> Reason | None:
    cohort = schedule.here.cohort
    if wish == unit.wall_time:
        return SAME_TIME
    return why_not_at(wish, cohort.zone, closes_at=cohort.closes_at, now=visit.now)


def _form(visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState) -> Response:
    page = move_page(schedule, unit, form, visit.now)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/schedule/move/move.html", page, status=status)


def _check(
    visit: Visit, schedule: Schedule, unit: ScheduledUnit, wish: WallTime, form: FormState
) -> Response:
    here, starts = schedule.here, wish.starts(schedule.here.cohort.zone)
    leaders = [part.person.id for part in schedule.parts_of(unit)]
    page = check_page(
        schedule,
        unit,
        wish,
        opening_for(visit.db, here, wish),
        reached(visit, schedule),
        led_elsewhere(visit.db, here.cohort.id, leaders, starts - A_DAY, starts + A_DAY),
        breaks_on_day(visit, schedule, wish.day),
        form,
        visit.now,
    )
    return check_response(visit, page)
