"""A form that was sent signed out, or before its sender had proven enough: it is kept until then.

The one place that answers for every page that asks for sign-in or for the second step. A page that
htmx asks for signed out stays where it is, with what was typed; every other form would be gone with
the redirect.
"""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from app.core.again import until_taken
from app.core.db import Database
from app.core.errors import BusyError, SecondStepNeededError, SignInNeededError
from app.language.moments import local
from app.people.parking import actions, queries
from app.people.parking.rules import LASTS, SentForm, can_be_kept
from app.people.rules import safe_next
from app.site.parked.page import PAGE, ParkedPage, SignedOutPage
from app.site.parts.cookies import set_cookie
from app.site.parts.sent import came_from
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.web.errors import error_page
from app.web.limits import RateLimit, TooManyError, client_address
from app.web.pages import render, see_other, wants_fragment
from app.web.uploads import read_already

routes = router()

TRIED_FROM = RateLimit(60, timedelta(minutes=10), "parked.tried")
"""Of browsers in which nobody is known: sessions of a whole room may end in one hour."""


@routes.get(PAGE)
@public
def show_parked(visit: ReadVisit) -> Response:
    """What was sent signed out, for who sent it; home for who has nothing waiting."""
    waiting = queries.waiting_form(visit.db, _token(visit), visit.actor.person_id, visit.now)
    if waiting is None:
        return see_other("/home")
    page = ParkedPage(waiting.form, waiting.sent_at and local(waiting.sent_at, visit.actor.zone))
    return render(visit.request, "parked/parked.html", page)


@routes.post(PAGE)
@public
def send_again(visit: WriteVisit) -> Response:
    """Note that it is sent, and let the browser send the same fields to where they belong."""
    token, person_id = _token(visit), visit.actor.person_id
    waiting = queries.waiting_form(visit.db, token, person_id, visit.now)
    if waiting is None:
        return see_other("/home")
    actions.note_sent(visit.db, token, person_id, now=visit.now)
    return RedirectResponse(waiting.form.action, status_code=307)


@routes.post(f"{PAGE}/removal")
@public
def throw_away(visit: WriteVisit) -> Response:
    """Throw it away, and go back to the page that it came from."""
    token, person_id = _token(visit), visit.actor.person_id
    waiting = queries.waiting_form(visit.db, token, person_id, visit.now)
    actions.forget(visit.db, token, person_id, now=visit.now)
    response = see_other(waiting.form.page if waiting else "/home")
    set_cookie(visit.request, response, parked_cookie(visit.request), "", 0)
    return response


def install(app: FastAPI) -> None:
    """Answer everything that asks for sign-in, and for more than that."""
    app.add_exception_handler(SignInNeededError, _to_sign_in)
    app.add_exception_handler(SecondStepNeededError, _to_second_step)


def parked_cookie(request: Request) -> str:
    """What holds the secret of the form that waits in this browser."""
    return str(request.app.state.cookie_name) + "-parked"


def _token(visit: Visit) -> str:
    return visit.request.cookies.get(parked_cookie(visit.request), "")


def sign_in_then(path: str) -> str:
    """The sign-in page that leads on to a page of ours."""
    return _then("/sign-in", path)


def _then(way: str, path: str) -> str:
    return f"{way}?next={quote(path, safe='')}"


async def _to_sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeededError)
    if request.method == "GET":
        return _leads(request, sign_in_then(_page_asked_for(request)))
    if wants_fragment(request):
        return error_page(request, 401, error.reason)
    form = await _sent(request)
    return await run_in_threadpool(_answer, request, form)


async def _to_second_step(request: Request, error: Exception) -> Response:
    """To the second step, then on: to the page that was asked for, or to the form that waits."""
    assert isinstance(error, SecondStepNeededError)
    if request.method == "GET":
        return _leads(request, _then(error.path, _page_asked_for(request)))
    if request.url.path.startswith(PAGE):
        return _leads(request, _then(error.path, PAGE))
    if wants_fragment(request) and not error.again:
        return error_page(request, 401, error.reason)
    form = replace(await _sent(request), unproven=True)
    if not form.fields:
        return _leads(request, _then(error.path, form.page))
    token = await run_in_threadpool(_kept, request, form)
    if token is None:
        page = SignedOutPage(form.prose, _then(error.path, form.page), unproven=True)
        return render(request, "parked/signed_out.html", page, status=401)
    return _keeping(request, _leads(request, _then(error.path, PAGE)), token)


def _keeping(request: Request, response: Response, token: str) -> Response:
    """With the secret of what waits, for this browser alone."""
    set_cookie(request, response, parked_cookie(request), token, int(LASTS.total_seconds()))
    return response


def _leads(request: Request, target: str) -> Response:
    """There, by the browser itself, also where htmx would put the answer into its page."""
    if not wants_fragment(request):
        return see_other(target)
    return Response(status_code=204, headers={"HX-Redirect": target})


def _page_asked_for(request: Request) -> str:
    """With what it asks of a list, but as a page: a file would leave its reader where they were."""
    asked = [pair for pair in request.query_params.multi_items() if pair[0] != "format"]
    return request.url.path + (f"?{urlencode(asked)}" if asked else "")


async def _sent(request: Request) -> SentForm:
    sent = read_already(request) or await request.form()
    fields = [
        (name, value) for name, value in sent.multi_items() if isinstance(value, str) and value
    ]
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return SentForm(address, safe_next(came_from(request) or ""), fields)


def _answer(request: Request, form: SentForm) -> Response:
    if request.url.path.startswith(PAGE):  # what waits goes on waiting, and is not put into itself
        return see_other(sign_in_then(PAGE))
    if not form.fields:
        return see_other(sign_in_then(form.page))
    token = _kept(request, form)
    if token is None:
        page = SignedOutPage(form.prose, sign_in_then(form.page))
        return render(request, "parked/signed_out.html", page, status=401)
    return _keeping(request, see_other(sign_in_then(PAGE)), token)


def _kept(request: Request, form: SentForm) -> str | None:
    """The secret of what waits; None where it cannot, and the page has to show it."""
    try:
        return until_taken(partial(_park, request, form)) if can_be_kept(form) else None
    except BusyError:
        return None


def _park(request: Request, form: SentForm) -> str | None:
    """Keep it for whose session has ended in this browser; of nobody known, nothing is stored."""
    now = request.app.state.clock()
    database: Database = request.app.state.database
    before = request.cookies.get(request.app.state.cookie_name)
    if not before:
        return None
    try:
        TRIED_FROM.hit(client_address(request), now)
    except TooManyError:
        return None
    with database.write() as session:
        person_id = queries.holder_of(session, before)
        if person_id is None:
            return None
        TRIED_FROM.give_back(client_address(request), now)
        return actions.park(session, person_id, form, now=now)
