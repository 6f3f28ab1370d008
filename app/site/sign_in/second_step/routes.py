"""The second step: a code of one's phone, or a recovery code."""

from urllib.parse import quote

from starlette.responses import Response

from app.core.errors import SignInNeededError
from app.people.actors import Actor
from app.people.rules import SIGN_IN_FIRST, safe_next
from app.people.second_factor import actions
from app.people.second_factor.rules import CODE_WRONG, Missing, is_asked_again
from app.people.web_sessions.actions import renew
from app.site.noted import Why, note_here
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
    who, onward = _signed_in(visit), safe_next(next)
    return _elsewhere(visit, who, onward) or _page(visit, who, FormState({"next": onward}))


@routes.post(SECOND_STEP)
@public
def prove(visit: WriteVisit, submitted: Submitted) -> Response:
    """Use up a code, and go on with a session that has a new secret."""
    who = _signed_in(visit)
    onward = safe_next(typed(submitted).get("next", ""))
    if (elsewhere := _elsewhere(visit, who, onward)) is not None:
        return elsewhere
    try:
        form = parse(CodeTyped, submitted)
    except FormInvalidError as invalid:
        return _page(visit, who, FormState(invalid.values, invalid.errors), 422)
    count_try(visit, who.person_id)
    key = secret_key(visit)
    how = actions.prove(visit.db, who.person_id, form.code, key=key, now=visit.now)
    if how is None:
        note_here(visit, Why.BAD_CODE)
        return _page(visit, who, FormState(typed(submitted), {"code": CODE_WRONG}), 422)
    give_back_try(visit, who.person_id)
    token = renew(visit.db, who.web_session_id, how=how, is_staff=bool(who.grants), now=visit.now)
    return keep_signed_in(visit.request, see_other(onward), token, is_staff=bool(who.grants))


def _signed_in(visit: Visit) -> Actor:
    if visit.signed_in is None:
        raise SignInNeededError(SIGN_IN_FIRST)
    return visit.signed_in


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
