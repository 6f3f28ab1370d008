"""The second step: a code of one's phone, or a recovery code."""

from urllib.parse import quote

from starlette.responses import Response

from app.people.actors import Actor
from app.people.rules import safe_next
from app.people.second_factor import actions
from app.people.second_factor.rules import CODE_WRONG, How, Missing, is_asked_again
from app.people.web_sessions.actions import renew
from app.site.noted import Why, note_here
from app.site.parked.routes import sign_in_then
from app.site.parts.codes import CodeTyped, count_try, give_back_try, secret_key
from app.site.parts.cookies import keep_signed_in
from app.site.sign_in.second_step.page import SecondStepPage
from app.site.visits import SECOND_STEP, SET_UP, ReadVisit, Visit, WriteVisit, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get(SECOND_STEP)
@public
def show_second_step(visit: ReadVisit, next: str = "/home") -> Response:  # noqa: A002
    """Where a code is typed; who needs none is led on."""
    who, onward = visit.signed_in, safe_next(next)
    if who is None:
        return see_other(sign_in_then(onward))
    return _elsewhere(visit, who, onward) or _page(visit, who, FormState({"next": onward}))


@routes.post(SECOND_STEP)
@public
def prove(visit: WriteVisit, submitted: Submitted) -> Response:
    """Use up a code, and go on with a session that has a new secret."""
    who, onward = visit.signed_in, safe_next(typed(submitted).get("next", ""))
    if who is None:
        return see_other(sign_in_then(onward))
    if (elsewhere := _elsewhere(visit, who, onward)) is not None:
        return elsewhere
    try:
        form = parse(CodeTyped, submitted)
    except FormInvalidError as invalid:
        return _page(visit, who, FormState(invalid.values, invalid.errors), 422)
    how = _proven(visit, who, form.code)
    if how is None:
        note_here(visit, Why.BAD_CODE)
        return _page(visit, who, FormState(typed(submitted), {"code": CODE_WRONG}), 422)
    token = renew(visit.db, who.web_session_id, how=how, is_staff=bool(who.grants), now=visit.now)
    return keep_signed_in(visit.request, see_other(onward), token, is_staff=bool(who.grants))


def _proven(visit: Visit, who: Actor, code: str) -> How | None:
    """Use a code up; only what is wrong counts as a guess."""
    count_try(visit, who.person_id)
    key = secret_key(visit)
    how = actions.prove(visit.db, who.person_id, code, key=key, now=visit.now)
    if how is not None:
        give_back_try(visit, who.person_id)
    return how


def _elsewhere(visit: Visit, who: Actor, onward: str) -> Response | None:
    """On, for who needs no code at this moment; to set it up, for who has none and needs one."""
    if who.missing is Missing.SET_UP:
        return see_other(f"{SET_UP}?next={quote(onward, safe='')}")
    is_asked = who.missing is Missing.SECOND_STEP or is_asked_again(who.proof, visit.now)
    return None if is_asked else see_other(onward)


def _page(visit: Visit, who: Actor, form: FormState, status: int = 200) -> Response:
    page = SecondStepPage(form, again=who.missing is None)
    template = "sign_in/second_step/second_step.html"
    return render(visit.request, template, page, status=status)
