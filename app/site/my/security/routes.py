"""One's own second step, and one's own sessions."""

from starlette.responses import Response

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.people.second_factor import actions, queries
from app.people.web_sessions import actions as session_actions
from app.people.web_sessions.queries import open_sessions
from app.policy.table import Action
from app.site.my.security.forms import SessionForm
from app.site.my.security.page import security_page
from app.site.parts.codes import secret_key
from app.site.parts.recovery import TEMPLATE, CodesPage
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()

PATH = "/my/security"


@routes.get("/my/security")
@allows(Action.SECURITY_READ)
def show_security(visit: ReadVisit, done: str = "") -> Response:
    """Whether there is a second step, and where one is signed in."""
    visit.permit_own()
    return _page(visit, done=done)


@routes.post("/my/security/sessions")
@allows(Action.SECURITY_CHANGE)
def end_session(visit: WriteVisit, submitted: Submitted) -> Response:
    """Sign out in one other browser, or in this one."""
    who, ended = visit.permit_own(), parse(SessionForm, submitted).session
    try:
        session_actions.end_one(visit.db, who.person_id, ended, now=visit.now)
    except RefusedError as refused:
        return _page(visit, refused=refused.reason)
    return see_other(f"{PATH}?done=ended")


@routes.post("/my/security/sessions/others")
@allows(Action.SECURITY_CHANGE)
def end_other_sessions(visit: WriteVisit) -> Response:
    """Sign out everywhere else."""
    who = visit.permit_own()
    session_actions.end_others(visit.db, who.person_id, who.web_session_id, now=visit.now)
    return see_other(f"{PATH}?done=others")


@routes.post("/my/security/recovery-codes")
@allows(Action.SECURITY_CHANGE)
def make_codes(visit: WriteVisit) -> Response:
    """Ten new recovery codes, shown this once; those of before are worth nothing."""
    who = visit.permit_own()
    key = secret_key(visit)
    try:
        codes = actions.make_recovery_codes(visit.db, who.person_id, key=key, now=visit.now)
    except RefusedError as refused:
        return _page(visit, refused=refused.reason)
    page = CodesPage(codes, PATH, is_new=False)
    return render(visit.request, TEMPLATE, page)


@routes.post("/my/security/removal")
@allows(Action.SECURITY_CHANGE)
def turn_off(visit: WriteVisit) -> Response:
    """Go without the second step, where no role needs it."""
    who = visit.permit_own()
    try:
        actions.turn_off(visit.db, who.person_id, is_staff=bool(who.grants), now=visit.now)
    except RefusedError as refused:
        return _page(visit, refused=refused.reason)
    return see_other(f"{PATH}?done=off")


def _page(visit: Visit, *, done: str = "", refused: Reason | None = None) -> Response:
    who = visit.actor
    state = queries.state_of(visit.db, who.person_id)
    sessions = open_sessions(visit.db, who.person_id, visit.now)
    page = security_page(who, state, sessions, done=done, refused=refused)
    status = 409 if refused else 200
    return render(visit.request, "my/security/security.html", page, status=status)
