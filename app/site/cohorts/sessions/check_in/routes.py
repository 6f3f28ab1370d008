"""A learner checks in to a session: by its code, scanned or typed, or by joining.

A GET shows a form, whatever its address holds; only a POST checks in. Who is in is led to the page
that says so.
"""

from starlette.responses import Response

from app.casework.check_ins import actions, queries
from app.casework.check_ins.actions import Shown
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.rules import WRONG_CODE
from app.certificates.marks.actions import save_marks
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import LEFT
from app.cohorts.queries import UnitRow
from app.core.errors import NotFoundError, RefusedError
from app.policy.table import Action
from app.site.cohorts.sessions.check_in.forms import CodeForm
from app.site.cohorts.sessions.check_in.page import Sent, check_in_page
from app.site.loaders import Position, load_learner, name_whom_to_ask, unit_at, units_for
from app.site.noted import Why, note_here
from app.site.parts.check_in import check_in_path, secret_of, session_of
from app.site.parts.check_in_browsers import (
    count_try,
    device_in,
    device_token,
    give_back_try,
    keep_device,
)
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/cohorts/{cohort}/sessions/{position}/check-in")
@allows(Action.CHECK_IN_MAKE)
def show_check_in(
    visit: ReadVisit, cohort: str, position: Position, code: str = "", joining: bool = False
) -> Response:
    """The form, with the code that was scanned; or that one is in, or why one cannot be."""
    learner, unit = _load(visit, cohort, position)
    return _page(visit, learner, unit, Sent(code=code, joining=joining))


@routes.post("/cohorts/{cohort}/sessions/{position}/check-in")
@allows(Action.CHECK_IN_MAKE)
def check_in(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Check in by the code; with another one its field says what to do."""
    learner, unit = _load(visit, cohort, position)
    try:
        form = parse(CodeForm, submitted)
    except FormInvalidError as invalid:
        sent = Sent(form=FormState(invalid.values, invalid.errors))
        return _page(visit, learner, unit, sent, status=422)
    way = CheckInWay.QR if form.scanned else CheckInWay.CODE
    count_try(visit)
    try:
        done = _checked_in(visit, learner, unit, way, form.code)
    except RefusedError as refused:
        return _refused(visit, learner, unit, submitted, refused)
    give_back_try(visit)
    return done


@routes.post("/cohorts/{cohort}/sessions/{position}/check-in/joining")
@allows(Action.CHECK_IN_MAKE)
def join(visit: WriteVisit, cohort: str, position: Position) -> Response:
    """Check in by joining, and go on to the meeting; else say why not, with the way there."""
    learner, unit = _load(visit, cohort, position)
    if unit.why_not_join is not None:
        return _page(visit, learner, unit, Sent(refused=unit.why_not_join), status=409)
    try:
        return _checked_in(visit, learner, unit, CheckInWay.LINK)
    except RefusedError as refused:
        if refused.reason == LEFT:
            raise
        return _page(visit, learner, unit, Sent(refused=refused.reason), status=409)


def _load(visit: Visit, cohort: str, position: int) -> tuple[LearnerInCohort, UnitRow]:
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    if unit.session_id is None:
        raise NotFoundError
    return learner, unit


def _checked_in(
    visit: Visit, learner: LearnerInCohort, unit: UnitRow, way: CheckInWay, code: str = ""
) -> Response:
    held, device = session_of(unit), device_token(visit)
    actions.check_in(
        visit.db,
        learner,
        held,
        Shown(way, code, device_in(visit, device, held)),
        secret=secret_of(visit, held),
        save_marks=save_marks,
        now=visit.now,
    )
    joining = "?joining=true" if way is CheckInWay.LINK else ""
    response = see_other(f"{check_in_path(learner, unit.position)}{joining}")
    return keep_device(visit, response, device)


def _refused(
    visit: Visit,
    learner: LearnerInCohort,
    unit: UnitRow,
    submitted: Submitted,
    refused: RefusedError,
) -> Response:
    """On the page, with what was typed; only a wrong code counts as a try."""
    if refused.reason == WRONG_CODE:
        note_here(visit, Why.BAD_CODE)
    else:
        give_back_try(visit)
    if refused.reason == LEFT:  # who has left has no such page
        raise refused
    form = FormState(typed(submitted), {"code": refused.reason})
    return _page(visit, learner, unit, Sent(form=form), status=409)


def _page(
    visit: Visit, learner: LearnerInCohort, unit: UnitRow, sent: Sent, *, status: int = 200
) -> Response:
    name_whom_to_ask(visit, learner.cohort)
    own = queries.newest_of(visit.db, session_of(unit), learner.enrollment.id)
    page = check_in_page(learner, unit, own, sent, visit.actor.zone, visit.now)
    return render(visit.request, "cohorts/sessions/check_in/check_in.html", page, status=status)
