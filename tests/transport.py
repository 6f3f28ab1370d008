"""Requests handed to an application in one piece, and its answers taken in one piece.

The framework's own client streams both: seven waits of two threads for each other, which took
as long as most pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from anyio import Event
from anyio.from_thread import BlockingPortal
from httpx2 import BaseTransport, ByteStream, Request, Response
from starlette.types import ASGIApp, Message, Scope

SERVER_PORTS = {"http": 80, "https": 443}


@dataclass
class _Exchange:
    """One request, and what the application sent by the time it ended."""

    scope: Scope
    body: bytes
    has_asked: bool = False
    start: Message = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)

    async def run(self, app: ASGIApp) -> None:
        self.is_answered = Event()  # of the loop that it runs in
        await app(self.scope, self.receive, self.send)

    async def receive(self) -> Message:
        if self.has_asked:  # whoever waits for the reader to leave waits until all is sent
            await self.is_answered.wait()
            return {"type": "http.disconnect"}
        self.has_asked = True
        return {"type": "http.request", "body": self.body}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            self.is_answered.set()


class WholeAnswers(BaseTransport):
    """Every request runs to its end in the event loop of the portal.

    `raises`: what the application could not handle is an error of the test, whatever was answered.
    """

    def __init__(self, app: ASGIApp, portal: BlockingPortal, *, raises: bool) -> None:
        self.app = app
        self.portal = portal
        self.raises = raises

    def handle_request(self, request: Request) -> Response:
        exchange = _Exchange(_scope(request), request.read())
        try:
            self.portal.call(exchange.run, self.app)
        except Exception:
            if self.raises:
                raise
        assert exchange.start, "The application sent no answer."
        return Response(
            exchange.start["status"],
            headers=_headers(exchange.start["headers"]),
            stream=ByteStream(b"" if request.method == "HEAD" else b"".join(exchange.parts)),
            request=request,
        )


def _headers(sent: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in sent]


def _scope(request: Request) -> dict[str, Any]:
    url = request.url
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "path": unquote(url.path),
        "raw_path": url.raw_path.split(b"?", 1)[0],
        "root_path": "",
        "scheme": url.scheme,
        "query_string": url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("testclient", 50000),
        "server": (url.host, url.port or SERVER_PORTS[url.scheme]),
        "state": {},
    }
