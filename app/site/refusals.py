"""A form that was not taken is answered on the page that it came from, with all that was written.

A handler shows what it expects to be wrong beside the field. This is for all else: that somebody
was first, that what a form is about is gone, a field that no page of ours sends, a body that is too
big, or that the framework cannot read. The page is asked for as a browser asks for it after a form
that was taken, so there is one way to make it; why nothing was changed stands on top.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI, Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Scope

from app.core.errors import GONE, BusyError, NotFoundError, WaypostError
from app.language import Text
from app.site.noted import note, why_noted
from app.site.parts.sent import came_from
from app.web.errors import STATUS_OF, UNREADABLE, answer_http, error_page
from app.web.forms import FormInvalidError
from app.web.limits import AT
from app.web.shell import Refusal

MOST_STEPS = 4
"""How far up from the page that a form came from, until a page is there."""


def install(app: FastAPI) -> None:
    """Answer every refusal of a form, and what the framework refuses before a handler is asked."""
    for kind in (*STATUS_OF, FormInvalidError):
        app.add_exception_handler(kind, _refuse)
    app.add_exception_handler(HTTPException, _unreadable)


async def _refuse(request: Request, error: Exception) -> Response:
    if why := why_noted(request, error):
        await note(request, why)
    answer = await refused(request, *_why(request, error))
    if isinstance(error, BusyError):
        answer.headers["Retry-After"] = str(error.seconds)
    return answer


async def _unreadable(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 400 and request.method == "POST":
        return await refused(request, 400, UNREADABLE)
    return answer_http(request, error)


def _why(request: Request, error: Exception) -> tuple[int, Text]:
    if isinstance(error, FormInvalidError):
        return 422, " ".join(map(str, dict.fromkeys(error.errors.values())))
    assert isinstance(error, WaypostError)
    is_gone = isinstance(error, NotFoundError) and request.method == "POST"
    status = next(code for kind, code in STATUS_OF.items() if isinstance(error, kind))
    return status, GONE if is_gone else error.reason


async def refused(request: Request, status: int, text: Text, *, at: str | None = None) -> Response:
    """The page that a form came from, or the next one above it, with why it was not taken.

    Where the browser names none of ours, or the sender may see none of them anymore, it is a page
    of its own. `at`: the id of the field to which the reason leads.
    """
    pages = _pages_above(came_from(request)) if request.method == "POST" else ()
    for address in pages:
        page = await _ask(request, address, Refusal(text, at=at))
        if page is not None:
            kept = {name: page.headers[name] for name in _OF_THE_PAGE if name in page.headers}
            return Response(page.body, status, kept)
    return error_page(request, status, text)


async def too_large(request: Request, sentence: Text) -> Response:
    """The answer to a body that nobody read."""
    at = request.scope.get("state", {}).get(AT)
    return await refused(request, 413, sentence, at=at)


def _pages_above(address: str | None) -> Iterator[str]:
    if address is None:
        return
    yield address
    path = urlsplit(address).path
    for _step in range(MOST_STEPS):
        path = path.rpartition("/")[0]
        if path:
            yield path


async def _ask(request: Request, address: str, why_not: Refusal) -> "_Answer | None":
    """The page at an address of ours, as it is now for who sent the form; None if there is none."""
    answer = _Answer()
    await request.app(_get(request, address, why_not), _nothing, answer.take)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return answer if answer.status == 200 and is_page else None


def _get(request: Request, address: str, why_not: Refusal) -> Scope:
    """What is asked with: the sender's own browser, at another address."""
    sent, named = request.scope, urlsplit(address)
    written = getattr(request.state, "written", ())
    return {
        **{name: sent[name] for name in _OF_THE_BROWSER if name in sent},
        "method": "GET",
        "path": unquote(named.path),
        "raw_path": named.path.encode(),
        "query_string": named.query.encode(),
        "headers": [pair for pair in sent["headers"] if pair[0] not in _OF_ONE_REQUEST],
        "state": {"refusal": why_not, "written": written},
    }


_OF_THE_PAGE = ("content-type", "content-security-policy", "vary", "x-robots-tag")
"""What else a page is sent with is put around every answer."""
_OF_THE_BROWSER = ("type", "asgi", "http_version", "scheme", "server", "client", "root_path", "app")
_OF_ONE_REQUEST = frozenset(
    {b"content-length", b"content-type", b"transfer-encoding", b"accept-encoding"}
)


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


class _Answer:
    """What the application sends, gathered."""

    status = 0
    headers: Mapping[str, str] = {}
    body = b""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = Headers(raw=message["headers"])
        else:
            self.body += message.get("body", b"")
