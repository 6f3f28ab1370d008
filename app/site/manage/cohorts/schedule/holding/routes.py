"""Saying that a session was not held, and taking that back."""

from typing import Literal

from starlette.responses import Response

from app.casework.make_up_requests.elsewhere.queries import standing_on
from app.certificates.holding import actions
from app.certificates.holding.queries import certified_marks
from app.certificates.marks.queries import built_on
from app.cohorts.changes.queries import ScheduledUnit
from app.core.errors import ConflictError, RefusedError
from app.credit.queries import standings
from app.credit.stages.changes.rules import turned, with_session
from app.policy.table import Action
from app.site.loaders import Position
from app.site.manage.cohorts.schedule.forms import ReasonForm
from app.site.manage.cohorts.schedule.holding.page import holding_page
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.routes import check_response, done, reached, refusal
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse

routes = router()


class HoldingForm(ReasonForm):
    """Whether it was held, and why somebody says so."""

    held: Literal["yes", "no"]


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/holding")
@allows(Action.SCHEDULE_CHANGE)
def check_holding(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """Whom it touches if a session was not held, or was after all."""
    schedule = load_schedule(visit, cohort)
    return _check(visit, schedule, schedule.at(position), FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/holding")
@allows(Action.SCHEDULE_CHANGE)
def say(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Say it; the certificates that rest on its marks are flagged."""
    schedule = load_schedule(visit, cohort)
    unit, by, now = schedule.at(position), visit.actor.person_id, visit.now
    try:
        form = parse(HoldingForm, submitted)
        act = actions.call_held if form.held == "yes" else actions.call_not_held
        seen, why = form.seen, form.reason
        act(visit.db, schedule.here, position, seen=seen, reason=why, by=by, now=now)
    except (FormInvalidError, RefusedError, ConflictError) as refused:
        return _check(visit, schedule, unit, refusal(submitted, refused))
    return done(schedule, "held" if form.held == "yes" else "not-held", position)


def _check(visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState) -> Response:
    here, now = schedule.here, visit.now
    people = list(standings(visit.db, here.cohort.id, here.policy, now).values())
    not_held = not unit.not_held
    changed = with_session(unit.position, canceled=not_held, not_held=not_held)
    assert unit.session_id is not None
    page = holding_page(
        schedule,
        unit,
        turned([own.ledger for own in people], changed, here.policy, now),
        people,
        certified_marks(visit.db, unit.session_id, built_on=built_on),
        standing_on(visit.db, unit.session_id),
        reached(visit, schedule),
        form,
        now,
    )
    return check_response(visit, page)
