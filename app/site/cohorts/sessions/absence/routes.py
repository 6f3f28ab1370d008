"""One's own absence from a session: asking to be excused, and making it up."""

from collections.abc import Callable
from functools import partial

from starlette.responses import JSONResponse, Response

from app.casework.excuses import actions as excuses
from app.casework.make_up_requests import actions as make_ups
from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.drafts import actions as drafts
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.cohorts.sessions.absence.forms import (
    DraftForm,
    ExcuseForm,
    MakeUpForm,
    WithdrawalForm,
)
from app.site.cohorts.sessions.absence.loaders import load_absence, load_facts
from app.site.cohorts.sessions.absence.page import Forms, absence_page
from app.site.loaders import Position, name_whom_to_ask
from app.site.parts.absences import absence_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
ABSENCE = "/cohorts/{cohort}/sessions/{position}/absence"


@routes.get(ABSENCE)
@allows(Action.ABSENCE_READ)
def show_absence(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """What can be done about one's own absence."""
    return _absence(visit, *load_absence(visit, cohort, position))


@routes.post(f"{ABSENCE}/excuse")
@allows(Action.EXCUSE_ASK)
def ask_excuse(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Ask to be excused, before the session begins."""
    learner, unit = load_absence(visit, cohort, position)
    try:
        form = parse(ExcuseForm, submitted)
    except FormInvalidError as invalid:
        forms = Forms(excuse=FormState(invalid.values, invalid.errors))
        return _absence(visit, learner, unit, forms, status=422)
    ask = lambda: excuses.ask(visit.db, learner, unit, form.note, now=visit.now)  # noqa: E731
    if refused := visit.attempt(ask):
        forms = Forms(excuse=FormState(typed(submitted), {"note": refused}))
        return _absence(visit, learner, unit, forms, status=409)
    return see_other(f"{absence_path(learner.path, position)}#excuse")


@routes.post(f"{ABSENCE}/excuse/withdrawal")
@allows(Action.EXCUSE_ASK)
def withdraw_excuse(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Withdraw it, before anybody has answered."""
    learner, unit = load_absence(visit, cohort, position)
    parse(WithdrawalForm, submitted)

    def refused(why: Reason) -> Forms:
        return Forms(excuse=FormState({}, {"form": why}))

    withdraw = lambda: excuses.withdraw(visit.db, learner, unit, now=visit.now)  # noqa: E731
    return _done(visit, learner, unit, withdraw, refused, "excuse")


@routes.post(f"{ABSENCE}/make-up")
@allows(Action.MAKE_UP_SUBMIT)
def submit_make_up(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Submit what was done to make the session up, or again what was returned."""
    learner, unit = load_absence(visit, cohort, position)
    try:
        written = parse(MakeUpForm, submitted).written
    except FormInvalidError as invalid:
        forms = Forms(make_up=FormState(invalid.values, invalid.errors))
        return _absence(visit, learner, unit, forms, status=422)
    there = load_facts(visit, learner, unit).open
    submit = lambda: make_ups.submit(  # noqa: E731
        visit.db, learner, unit, written, there, now=visit.now
    )
    if refused := visit.attempt(submit):
        state = FormState(typed(submitted), {_at(refused): refused})
        return _absence(visit, learner, unit, Forms(make_up=state), status=409)
    return see_other(f"{absence_path(learner.path, position)}#make-up")


@routes.post(f"{ABSENCE}/make-up/draft")
@allows(Action.MAKE_UP_SUBMIT)
def keep_draft(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Keep what is being written; the page's script sends it, and is told what it has seen now."""
    learner, unit = load_absence(visit, cohort, position)
    try:
        form = parse(DraftForm, submitted)
    except FormInvalidError as invalid:
        forms = Forms(make_up=FormState(invalid.values, invalid.errors))
        return _absence(visit, learner, unit, forms, status=422)
    kept: list[int] = []
    keep = partial(drafts.keep_draft, visit.db, learner, unit, form.text, now=visit.now)
    if refused := visit.attempt(lambda: kept.append(keep(seen=form.seen))):
        state = FormState(typed(submitted), {"text": refused})
        return _absence(visit, learner, unit, Forms(make_up=state), status=409)
    return JSONResponse({"seen": str(kept[0])})


@routes.post(f"{ABSENCE}/make-up/withdrawal")
@allows(Action.MAKE_UP_SUBMIT)
def withdraw_make_up(
    visit: WriteVisit, cohort: str, position: Position, submitted: Submitted
) -> Response:
    """Withdraw it, as long as it is not approved."""
    learner, unit = load_absence(visit, cohort, position)
    parse(WithdrawalForm, submitted)

    def refused(why: Reason) -> Forms:
        return Forms(make_up=FormState({}, {"form": why}))

    withdraw = lambda: make_ups.withdraw(visit.db, learner, unit, now=visit.now)  # noqa: E731
    return _done(visit, learner, unit, withdraw, refused, "make-up")


def _at(refused: Reason) -> str:
    """Beside which field a refusal stands."""
    if refused.kind is reasons.TOO_SHORT:
        return "text"
    return "sister" if refused == reasons.CHOOSE_SISTER else "way"


def _done(
    visit: Visit,
    learner: LearnerInCohort,
    unit: UnitRow,
    act: Callable[[], object],
    refused: Callable[[Reason], Forms],
    at: str,
) -> Response:
    """A withdrawal, or why it was refused on its page."""
    if why := visit.attempt(act):
        return _absence(visit, learner, unit, refused(why), status=409)
    return see_other(f"{absence_path(learner.path, unit.position)}#{at}")


def _absence(
    visit: Visit,
    learner: LearnerInCohort,
    unit: UnitRow,
    forms: Forms | None = None,
    status: int = 200,
) -> Response:
    name_whom_to_ask(visit, learner.cohort)
    facts = load_facts(visit, learner, unit)
    page = absence_page(learner, unit, facts, forms or Forms(), visit.actor, visit.now)
    return render(visit.request, "cohorts/sessions/absence/absence.html", page, status=status)
