"""The schedule of a published cohort; canceling a session, restoring it, and its link."""

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from app.cohorts.changes import actions, queries
from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.drafts.queries import facilitator_grants, shares
from app.cohorts.enrollments.queries import enrolled_in
from app.cohorts.rules import WHY
from app.cohorts.seats.rules import participating
from app.core.errors import ConflictError, RefusedError
from app.credit.ledger import Ledger
from app.credit.queries import activity_of, ledgers
from app.credit.stages.changes.rules import Turned, turned, with_session
from app.language import Text, _
from app.people.institutions.queries import breaks_between
from app.people.institutions.rules import SiteBreak
from app.policy.table import Action
from app.site.loaders import Position, load_cohort
from app.site.manage.cohorts.schedule.cancellation import cancellation_page, restoration_page
from app.site.manage.cohorts.schedule.checks import CheckPage, Reached
from app.site.manage.cohorts.schedule.forms import LinkForm, ReasonForm
from app.site.manage.cohorts.schedule.link import link_page
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.page import schedule_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()

DONE = {
    "moved": _("The session is moved"),
    "canceled": _("The session is canceled"),
    "restored": _("The session takes place"),
    "added": _("The session is added"),
    "not-held": _("The session counts as not held"),
    "held": _("The session counts as held"),
    "link": _("The link is changed"),
    "leaders": _("Who leads is changed"),
    "dates": _("The dates are changed"),
}


@routes.get("/manage/cohorts/{cohort}/schedule")
@allows(Action.COHORT_MANAGE)
def show_schedule(visit: ReadVisit, cohort: str, done: str = "", at: int | None = None) -> Response:
    """Every unit with opening and session, and what changed; a draft's is set up elsewhere."""
    here = load_cohort(visit, cohort)
    if here.cohort.is_draft:
        return see_other(f"/manage/cohorts/{here.cohort.slug}/setup/dates")
    schedule = load_schedule(visit, cohort)
    page = schedule_page(
        schedule,
        queries.time_changes(visit.db, schedule.units),
        activity_of(visit.db, here.cohort.id),
        visit.now,
        reader_zone=visit.actor.zone,
        done=DONE.get(done),
        at=at,
    )
    return render(visit.request, "manage/cohorts/schedule/schedule.html", page)


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/cancellation")
@allows(Action.SCHEDULE_CHANGE)
def check_cancellation(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """What follows from canceling a session."""
    schedule = load_schedule(visit, cohort)
    return _cancellation(visit, schedule, schedule.at(position), FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/cancellation")
@allows(Action.SCHEDULE_CHANGE)
def cancel(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Cancel it, and tell everybody."""
    schedule = load_schedule(visit, cohort)
    unit, by, now = schedule.at(position), visit.actor.person_id, visit.now
    try:
        form = parse(ReasonForm, submitted)
        seen, why = form.seen, form.reason
        actions.cancel_session(
            visit.db, schedule.here, position, seen=seen, reason=why, by=by, now=now
        )
    except (FormInvalidError, RefusedError, ConflictError) as refused:
        return _cancellation(visit, schedule, unit, refusal(submitted, refused))
    return done(schedule, "canceled", position)


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/restoration")
@allows(Action.SCHEDULE_CHANGE)
def check_restoration(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """What follows from taking a cancellation back."""
    schedule = load_schedule(visit, cohort)
    return _restoration(visit, schedule, schedule.at(position), FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/restoration")
@allows(Action.SCHEDULE_CHANGE)
def restore(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Let the session take place after all, and tell everybody."""
    schedule = load_schedule(visit, cohort)
    unit, by, now = schedule.at(position), visit.actor.person_id, visit.now
    try:
        form = parse(ReasonForm, submitted)
        seen, why = form.seen, form.reason
        actions.restore_session(
            visit.db, schedule.here, position, seen=seen, reason=why, by=by, now=now
        )
    except (FormInvalidError, RefusedError, ConflictError) as refused:
        return _restoration(visit, schedule, unit, refusal(submitted, refused))
    return done(schedule, "restored", position)


@routes.get("/manage/cohorts/{cohort}/schedule/{position}/link")
@allows(Action.SCHEDULE_CHANGE)
def show_link(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """How people join a session."""
    schedule = load_schedule(visit, cohort)
    return _link(visit, schedule, schedule.at(position), FormState())


@routes.post("/manage/cohorts/{cohort}/schedule/{position}/link")
@allows(Action.SCHEDULE_CHANGE)
def change_link(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Change the link of one session, or of all to come."""
    schedule = load_schedule(visit, cohort)
    unit, by, now = schedule.at(position), visit.actor.person_id, visit.now
    try:
        form = parse(LinkForm, submitted)
        actions.change_link(
            visit.db,
            schedule.here,
            position,
            form.link,
            form.which,
            seen=form.seen,
            reason=form.reason,
            by=by,
            now=now,
        )
    except (FormInvalidError, RefusedError, ConflictError) as refused:
        return _link(visit, schedule, unit, refusal(submitted, refused, at="link"))
    return done(schedule, "link", position)


def _cancellation(
    visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState
) -> Response:
    around = reached(visit, schedule)
    changes = turned_by(visit, schedule, with_session(unit.position, canceled=True))
    page = cancellation_page(schedule, unit, around, changes, form, visit.now)
    return check_response(visit, page)


def _restoration(
    visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState
) -> Response:
    around = reached(visit, schedule)
    changes = turned_by(visit, schedule, with_session(unit.position, canceled=False))
    page = restoration_page(schedule, unit, around, changes, form, visit.now)
    return check_response(visit, page)


def _link(visit: Visit, schedule: Schedule, unit: ScheduledUnit, form: FormState) -> Response:
    people = enrolled_in(visit.db, schedule.here.cohort.id)
    page = link_page(schedule, unit, people, form, visit.now)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/schedule/link.html", page, status=status)


def reached(visit: Visit, schedule: Schedule) -> Reached:
    """Whom a change of the schedule reaches."""
    cohort_id = schedule.here.cohort.id
    facilitators = len(facilitator_grants(visit.db, cohort_id, visit.now))
    held = queries.count_held(visit.db, cohort_id, visit.now)
    return Reached(queries.zones_of_people(visit.db, cohort_id), facilitators, held)


def turned_by(
    visit: Visit, schedule: Schedule, rescheduled: Callable[[Ledger], Ledger]
) -> list[Turned]:
    """Whose standing changes by another schedule, of everybody enrolled."""
    here = schedule.here
    people = ledgers(visit.db, here.cohort.id).values()
    return turned(people, rescheduled, here.policy, visit.now)


def breaks_on_day(visit: Visit, schedule: Schedule, day: date) -> list[SiteBreak]:
    """The breaks of its institutions on a day."""
    sites = participating(shares(visit.db, schedule.here.cohort.id))
    return breaks_between(visit.db, {site.id for site in sites}, day, day)


def check_response(visit: Visit, page: CheckPage, *, status: int | None = None) -> Response:
    """A check page, with what was typed and refused."""
    status = status or (422 if page.form.errors else 200)
    return render(visit.request, "manage/cohorts/schedule/check.html", page, status=status)


def done(schedule: Schedule, what: str, position: int | None = None) -> Response:
    """Back to the schedule, which says what was done where it was done: at a row, or at dates."""
    where = "#dates" if position is None else f"&at={position}#unit-{position}"
    return see_other(f"{schedule.path}?done={what}{where}")


def refusal(
    submitted: Submitted,
    refused: FormInvalidError | RefusedError | ConflictError,
    *,
    at: str = "form",
) -> FormState:
    """What was typed, with what is wrong. `at`: the field to blame for other reasons than none."""
    values = {name: value for name, value in submitted.items() if isinstance(value, str)}
    if isinstance(refused, FormInvalidError):
        return FormState(values, refused.errors)
    field = "reason" if refused.reason == WHY else at
    errors: dict[str, Text] = {field: refused.reason}
    return FormState(values, errors)
