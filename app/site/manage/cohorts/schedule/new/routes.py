"""Adding a session: about what and when, its check page, and the act."""

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.changes import actions
from app.cohorts.changes.rules import Planned, why_not_at
from app.core.errors import ConflictError, RefusedError
from app.credit.stages.changes.rules import with_one_more
from app.policy.table import Action
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.new.forms import AddForm, AddReasonForm
from app.site.manage.cohorts.schedule.new.page import add_page, check_page, next_position
from app.site.manage.cohorts.schedule.routes import (
    breaks_on_day,
    check_response,
    done,
    reached,
    refusal,
    turned_by,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, part_of
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/schedule/new")
@allows(Action.SCHEDULE_CHANGE)
def check_new(visit: ReadVisit, cohort: str) -> Response:
    """About what and when; with that in the address, what follows from it."""
    schedule = load_schedule(visit, cohort)
    asked = dict(visit.request.query_params)
    if not asked:
        return _form(visit, schedule, FormState())
    try:
        form = parse(AddForm, FormData(asked))
    except FormInvalidError as invalid:
        return _form(visit, schedule, FormState(asked, invalid.errors))
    held_in = schedule.here.cohort
    closes_at, now = held_in.closes_at, visit.now
    if why_not := why_not_at(form.wall_time, held_in.zone, closes_at=closes_at, now=now):
        return _form(visit, schedule, FormState(asked, {"day": why_not}))
    return _check(visit, schedule, form, FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/new")
@allows(Action.SCHEDULE_CHANGE)
def add(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Add it, and tell everybody."""
    schedule = load_schedule(visit, cohort)
    try:
        form = parse(AddReasonForm, submitted)
    except FormInvalidError as invalid:
        refused_form = refusal(submitted, invalid)
        if wanted := part_of(AddForm, submitted):
            return _check(visit, schedule, wanted, refused_form)
        return _form(visit, schedule, refused_form)
    title, wish, seen, why = form.title, form.wall_time, form.seen, form.reason
    by, now = visit.actor.person_id, visit.now
    try:
        position = actions.add_session(
            visit.db, schedule.here, title, wish, seen=seen, reason=why, by=by, now=now
        )
    except (RefusedError, ConflictError) as refused:
        return _check(visit, schedule, form, refusal(submitted, refused))
    return done(schedule, "added", position)


def _form(visit: Visit, schedule: Schedule, form: FormState) -> Response:
    page = add_page(schedule, form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/schedule/new/new.html", page, status=status)


def _check(visit: Visit, schedule: Schedule, form: AddForm, state: FormState) -> Response:
    wish, around = form.wall_time, reached(visit, schedule)
    breaks = breaks_on_day(visit, schedule, wish.day)
    starts = wish.starts(schedule.here.cohort.zone)
    planned = Planned(starts, wish.minutes, canceled=False)
    added = with_one_more(next_position(schedule), form.title, planned)
    changes = turned_by(visit, schedule, added)
    page = check_page(schedule, form.title, wish, around, changes, breaks, state)
    return check_response(visit, page)
