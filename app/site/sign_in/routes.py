"""Signing in: by a mailed link, and by a click in the demo."""

from dataclasses import replace
from datetime import timedelta

from fastapi import Request
from starlette.responses import Response

from app.core.errors import NotFoundError, RefusedError
from app.core.ids import new_token
from app.language.languages import named
from app.language.reasons import Reason
from app.people import actions, queries
from app.people.actions import SignedIn
from app.people.links import actions as links
from app.people.rules import CODE_NO_GOOD, KNOWN_FOR, safe_next
from app.people.web_sessions.queries import why_idle
from app.site.noted import Why, note_here
from app.site.parts.cookies import set_cookie
from app.site.sign_in.forms import CodeForm, LinkRequestForm, PersonaForm
from app.site.sign_in.pages import PERSONAS, SignInPage
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.limits import RateLimit, client_address
from app.web.pages import render, see_other
from app.web.reader import COOKIE

routes = router()

ASKED = RateLimit(5, timedelta(minutes=10), "sign-in.asked")
"""By account and network address together, so that nobody can keep a rival from signing in."""
ASKED_FROM = RateLimit(150, timedelta(minutes=10), "sign-in.asked-from")
"""A cohort of fifty may begin in one room, behind one address, and nobody gets it right at once."""
TRIED_FROM = RateLimit(30, timedelta(minutes=10), "sign-in.tried-from")
"""Of those who fail: a whole room may sign in from behind one address."""


@routes.get("/sign-in")
@public
def show_sign_in(visit: ReadVisit, next: str = "/home") -> Response:  # noqa: A002
    """The sign-in page."""
    if visit.signed_in is not None:
        return see_other(safe_next(next))
    page = SignInPage.build(
        visit.request, FormState({"next": safe_next(next)}), why_out=_why_out(visit)
    )
    return render(visit.request, "sign_in/sign_in.html", page)


def _why_out(visit: Visit) -> Reason | None:
    """That nothing was done in this browser for too long, where that ended its session."""
    token = visit.request.cookies.get(visit.request.app.state.cookie_name)
    return why_idle(visit.db, token, visit.now) if token else None


@routes.post("/sign-in")
@public
def ask_for_link(visit: WriteVisit, submitted: Submitted) -> Response:
    """Mail a one-time link; the answer is the same for every address."""
    try:
        form = parse(LinkRequestForm, submitted)
    except FormInvalidError as invalid:
        return _sign_in_page(visit, FormState(invalid.values, invalid.errors), 422)
    address = client_address(visit.request)
    ASKED.hit(f"{form.email.lower()} {address}", visit.now)
    ASKED_FROM.hit(address, visit.now)
    browser = visit.request.cookies.get(browser_cookie(visit.request)) or new_token()
    secret = visit.request.app.state.settings.secret_key.get_secret_value()
    asked = links.Asked(form.email, browser, form.next)
    links.ask_for_link(visit.db, asked, secret=secret, now=visit.now)
    state = FormState({"email": form.email, "next": safe_next(form.next)})
    response = _sign_in_page(visit, state, sent_to=form.email)
    set_cookie(visit.request, response, browser_cookie(visit.request), browser, 3600)
    return response


@routes.get("/sign-in/link/{token}")
@public
def show_link(visit: ReadVisit, token: str) -> Response:
    """A button only: mail scanners follow links, so a GET uses nothing up."""
    page = SignInPage.build(visit.request, FormState(), link_token=token)
    return render(visit.request, "sign_in/link.html", page)


@routes.post("/sign-in/link/{token}")
@public
def use_link(visit: WriteVisit, token: str) -> Response:
    """Sign in by a mailed link."""
    TRIED_FROM.hit(client_address(visit.request), visit.now)
    browser = visit.request.cookies.get(browser_cookie(visit.request), "")
    user_agent = visit.request.headers.get("user-agent", "")
    try:
        signed_in = actions.sign_in_by_link(
            visit.db, token, browser=browser, user_agent=user_agent, now=visit.now
        )
    except RefusedError as refused:
        note_here(visit, Why.BAD_LINK)
        return _sign_in_page(visit, FormState(errors={"email": refused.reason}), 422)
    return _arrived(visit, signed_in)


@routes.post("/sign-in/code")
@public
def use_code(visit: WriteVisit, submitted: Submitted) -> Response:
    """Sign in by the code of the letter, which may have been read on another device."""
    TRIED_FROM.hit(client_address(visit.request), visit.now)
    sent_to = typed(submitted).get("email")
    try:
        form = parse(CodeForm, submitted)
    except FormInvalidError as invalid:
        return _sign_in_page(visit, FormState(invalid.values, invalid.errors), 422, sent_to=sent_to)
    signed_in = _by_code(visit, form.code)
    if signed_in is None:  # the same of an address that nobody has
        note_here(visit, Why.BAD_CODE)
        state = FormState(typed(submitted), {"code": CODE_NO_GOOD})
        return _sign_in_page(visit, state, 422, sent_to=sent_to)
    return _arrived(visit, signed_in)


def _by_code(visit: Visit, code: str) -> SignedIn | None:
    browser = visit.request.cookies.get(browser_cookie(visit.request), "")
    user_agent = visit.request.headers.get("user-agent", "")
    return actions.sign_in_by_code(
        visit.db, code, browser=browser, user_agent=user_agent, now=visit.now
    )


@routes.post("/sign-in/demo")
@public
def sign_in_as_persona(visit: WriteVisit, submitted: Submitted) -> Response:
    """One click as one of the cast; outside demo mode there is no such address.

    Many visitors are the same persona, so a browser's language does not become the persona's.
    """
    if not visit.request.app.state.settings.demo:
        raise NotFoundError
    form = parse(PersonaForm, submitted)
    person = queries.person_by_address(visit.db, f"{form.persona}@example.org")
    if person is None or form.persona not in {persona.key for persona in PERSONAS}:
        raise NotFoundError
    user_agent = visit.request.headers.get("user-agent", "")
    signed_in = actions.start_session(
        visit.db, person.id, how=actions.DEMO, user_agent=user_agent, now=visit.now
    )
    return welcome(visit, replace(signed_in, next_path=safe_next(form.next)))


def _arrived(visit: Visit, signed_in: SignedIn) -> Response:
    TRIED_FROM.give_back(client_address(visit.request), visit.now)
    _keep_language(visit, signed_in)
    return welcome(visit, signed_in)


def _sign_in_page(
    visit: Visit, form: FormState, status: int = 200, *, sent_to: str | None = None
) -> Response:
    page = SignInPage.build(visit.request, form, sent_to=sent_to)
    return render(visit.request, "sign_in/sign_in.html", page, status=status)


def welcome(visit: Visit, signed_in: SignedIn) -> Response:
    """Go on with a fresh session; the one this browser had before ends."""
    if visit.signed_in is not None:
        before = visit.signed_in
        actions.sign_out(visit.db, before.web_session_id, by=before.person_id, now=visit.now)
    response = see_other(signed_in.next_path)
    known_until = signed_in.web_session.expires_at + KNOWN_FOR
    lifetime = int((known_until - visit.now).total_seconds())
    cookie = visit.request.app.state.cookie_name
    set_cookie(visit.request, response, cookie, signed_in.token, lifetime)
    return response


def _keep_language(visit: Visit, signed_in: SignedIn) -> None:
    """What this browser's reader chose before it was known whose it is."""
    request = visit.request
    chosen = named(request.cookies.get(COOKIE), request.app.state.languages)
    if chosen is not None:
        person_id = signed_in.web_session.person_id
        actions.keep_language(visit.db, person_id, chosen.code, now=visit.now)


def browser_cookie(request: Request) -> str:
    """What a browser that asked for a link is known by."""
    return str(request.app.state.cookie_name) + "-browser"
