"""Until when people get in, work and claim: the days, their check page, and the act."""

from starlette.datastructures import FormData
from starlette.responses import Response

from app.cohorts.changes.rules import last_end
from app.core.errors import ConflictError, RefusedError
from app.credit.changes.effects.rules import Effects
from app.credit.changes.foreseen import effects_of_closing
from app.credit.deadlines.actions import change_deadlines
from app.credit.deadlines.rules import Deadlines, Wrong, deadlines_of, why_not_these
from app.credit.queries import activity_of, standings
from app.messages.ahead import LetterAhead
from app.messages.changes.queries import letter_of_change
from app.policy.table import Action
from app.site.manage.cohorts.schedule.checks import CheckPage
from app.site.manage.cohorts.schedule.dates.forms import DatesForm, DatesReasonForm
from app.site.manage.cohorts.schedule.dates.page import check_page, dates_page, wished
from app.site.manage.cohorts.schedule.loaders import Schedule, load_schedule
from app.site.manage.cohorts.schedule.routes import check_response, done, refusal
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, part_of
from app.web.pages import render

routes = router()


@routes.get("/manage/cohorts/{cohort}/schedule/dates")
@allows(Action.SCHEDULE_CHANGE)
def check_dates(visit: ReadVisit, cohort: str, edit: str = "") -> Response:
    """The days; with days in the address, what follows from them. `edit`: enter others."""
    schedule = load_schedule(visit, cohort)
    before = _before(visit, schedule)
    asked = {n: v for n, v in visit.request.query_params.items() if n != "edit"}
    if not asked or edit:
        return _form(visit, schedule, before, FormState(asked))
    try:
        form = parse(DatesForm, FormData(asked))
    except FormInvalidError as invalid:
        return _form(visit, schedule, before, FormState(asked, invalid.errors))
    wish = wished(form, before, schedule.here.cohort.zone)
    if wrong := _wrong(visit, schedule, before, wish):
        return _form(visit, schedule, before, FormState(asked, dict(wrong)))
    stale = form.seen not in {"", before.fingerprint}
    return check_response(visit, _page(visit, schedule, wish, FormState(), stale=stale))


@routes.post("/manage/cohorts/{cohort}/schedule/dates")
@allows(Action.SCHEDULE_CHANGE)
def save_dates(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Change them, with a reason."""
    schedule = load_schedule(visit, cohort)
    before, here = _before(visit, schedule), schedule.here
    try:
        form = parse(DatesReasonForm, submitted)
    except FormInvalidError as invalid:
        refused_form = refusal(submitted, invalid)
        if days := part_of(DatesForm, submitted):
            wish = wished(days, before, here.cohort.zone)
            return check_response(visit, _page(visit, schedule, wish, refused_form))
        return _form(visit, schedule, before, refused_form)
    wish, by, now = wished(form, before, here.cohort.zone), visit.actor.person_id, visit.now
    try:
        change_deadlines(visit.db, here, wish, seen=form.seen, reason=form.reason, by=by, now=now)
    except RefusedError as refused:
        return check_response(visit, _page(visit, schedule, wish, refusal(submitted, refused)))
    except ConflictError as changed:
        page = _page(visit, schedule, wish, refusal(submitted, changed))
        return check_response(visit, page, status=409)
    return done(schedule, "dates")


def _before(visit: Visit, schedule: Schedule) -> Deadlines:
    cohort = schedule.here.cohort
    return deadlines_of(cohort, activity_of(visit.db, cohort.id))


def _wrong(visit: Visit, schedule: Schedule, before: Deadlines, wish: Deadlines) -> list[Wrong]:
    zone = schedule.here.cohort.zone
    ends = last_end(unit.planned for unit in schedule.units if unit.starts_at is not None)
    return why_not_these(before, wish, last_ends=ends, zone=zone, now=visit.now)


def _form(visit: Visit, schedule: Schedule, before: Deadlines, form: FormState) -> Response:
    page = dates_page(schedule, before, form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/schedule/dates/dates.html", page, status=status)


def _page(
    visit: Visit, schedule: Schedule, wish: Deadlines, form: FormState, *, stale: bool = False
) -> CheckPage:
    """What follows, of the deadlines as they are after an act that was refused, too."""
    here, before = schedule.here, _before(visit, schedule)
    everybody = standings(visit.db, here.cohort.id, here.policy, visit.now).values()
    approved = activity_of(visit.db, here.cohort.id)
    closes_at = wish.claims_close
    credit = effects_of_closing(visit.db, here.cohort, approved, closes_at, visit.now)
    letter = _letter(visit, schedule, credit, form.value("reason"))
    return check_page(
        schedule, before, wish, everybody, credit, letter, form, visit.now, stale=stale
    )


def _letter(visit: Visit, schedule: Schedule, credit: Effects, why: str) -> LetterAhead | None:
    if not credit.told:
        return None
    state = visit.request.app.state
    return letter_of_change(
        visit.db,
        schedule.here.cohort,
        credit.told[0],
        credit.relied_on,
        provider="",
        why=why or "…",
        languages=state.languages,
        base_url=state.settings.base_url,
        now=visit.now,
    )
