"""Setting up the second step of one's own sign-in."""

from starlette.responses import Response

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.people.rules import safe_next
from app.people.second_factor import actions, queries
from app.people.second_factor.rules import SET_UP_OVER, How, Missing
from app.people.web_sessions.actions import renew
from app.policy.table import Action
from app.site.my.security.setup.forms import BeginForm
from app.site.my.security.setup.page import phone_address, set_up_page, set_up_path
from app.site.noted import Why, note_here
from app.site.parts.codes import CodeTyped, count_try, give_back_try, secret_key
from app.site.parts.cookies import keep_signed_in
from app.site.parts.qr import qr_file
from app.site.parts.recovery import TEMPLATE, CodesPage
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/my/security/setup")
@allows(Action.SECOND_STEP_SET_UP)
def show_set_up(visit: ReadVisit, next: str = "/my/security") -> Response:  # noqa: A002
    """What it takes; once it was begun, the secret for the phone and a field for its code."""
    visit.permit_own()
    return _page(visit, FormState({"next": safe_next(next)}))


@routes.post("/my/security/setup")
@allows(Action.SECOND_STEP_SET_UP)
def begin(visit: WriteVisit, submitted: Submitted) -> Response:
    """Make a secret for the phone."""
    who = visit.permit_own()
    onward = safe_next(parse(BeginForm, submitted).next)
    actions.begin(visit.db, who.person_id, key=secret_key(visit), now=visit.now)
    return see_other(set_up_path(onward))


@routes.get("/my/security/setup/qr.svg")
@allows(Action.SECOND_STEP_SET_UP)
def show_qr(visit: ReadVisit) -> Response:
    """The secret for the phone, to be scanned."""
    who = visit.permit_own()
    found = queries.set_up_of(visit.db, who.person_id, key=secret_key(visit), now=visit.now)
    if found is None:
        return see_other("/my/security/setup")
    address = phone_address(found, visit.request.app.state.settings.base_url)
    return Response(qr_file(address), media_type="image/svg+xml")


@routes.post("/my/security/setup/code")
@allows(Action.SECOND_STEP_SET_UP)
def confirm(visit: WriteVisit, submitted: Submitted) -> Response:
    """Let it count, since the phone shows the right code; show the recovery codes, this once."""
    who = visit.permit_own()
    try:
        form = parse(CodeTyped, submitted)
    except FormInvalidError as invalid:
        return _page(visit, FormState(invalid.values, invalid.errors), 422)
    count_try(visit, who.person_id)
    key, is_staff = secret_key(visit), bool(who.grants)
    try:
        codes = actions.confirm(visit.db, who.person_id, form.code, key=key, now=visit.now)
    except RefusedError as refused:
        return _refused(visit, submitted, refused.reason)
    give_back_try(visit, who.person_id)
    token = renew(visit.db, who.web_session_id, how=How.PHONE, is_staff=is_staff, now=visit.now)
    page = CodesPage(codes, safe_next(form.next), is_new=True)
    response = render(visit.request, TEMPLATE, page)
    return keep_signed_in(visit.request, response, token, is_staff=is_staff)


def _refused(visit: Visit, submitted: Submitted, why: Reason) -> Response:
    note_here(visit, Why.BAD_CODE)
    field = "form" if why == SET_UP_OVER else "code"
    return _page(visit, FormState(typed(submitted), {field: why}), 422)


def _page(visit: Visit, form: FormState, status: int = 200) -> Response:
    who, key = visit.actor, secret_key(visit)
    found = queries.set_up_of(visit.db, who.person_id, key=key, now=visit.now)
    obliged = who.missing is Missing.SET_UP
    page = set_up_page(found, form, obliged=obliged, replaces=who.proof.has_factor)
    return render(visit.request, "my/security/setup/setup.html", page, status=status)
