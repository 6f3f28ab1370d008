"""Limits: how often somebody may ask, and what is said to whoever sends too much at once.

Rates are counted in memory, per process: they slow a guesser and lock nobody out for long.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import WaypostError
from app.language import _
from app.language.reasons import ReasonKind

MAX_KEYS = 50_000
TOO_OFTEN = ReasonKind(
    "request.too_often",
    "That was too often. Try again in a minute.",
    "That was too often. Try again in {count} minutes.",
)


def client_address(request: Request) -> str:
    """Where a request comes from, as a key to count by."""
    return request.client.host if request.client else "unknown"


class TooManyError(WaypostError):
    """Asked too often in too short a time."""


class RateLimit:
    """At most `times` per `window` and key; the oldest keys are forgotten first."""

    def __init__(self, times: int, window: timedelta) -> None:
        self.times = times
        self.window = window
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def hit(self, key: str, now: datetime) -> None:
        """Count one; raise `TooManyError` when the window is full."""
        with self._lock:
            since, count = self._counts.get(key, (now, 0))
            if not since <= now < since + self.window:
                since, count = now, 0
            self._counts[key] = (since, count + 1)
            self._counts.move_to_end(key)
            if len(self._counts) > MAX_KEYS:
                self._counts.popitem(last=False)
        if count >= self.times:
            minutes = max(1, round(self.window.total_seconds() / 60))
            raise TooManyError(TOO_OFTEN(count=minutes))


class BodyTooLargeMessage:
    """Says what happened where the framework, which refuses a body that is too big, does not."""

    def __init__(self, app: ASGIApp, *, max_body: int) -> None:
        self.app = app
        self.sentence = _(
            "That is more than {megabytes} MB, so it was not accepted. Nothing was changed. Go "
            "back and send less.",
            megabytes=max_body // 1_000_000,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a refusal gets its sentence."""
        refused = False
        sentence = str(self.sentence).encode()

        async def send_sentence(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413:
                headers = MutableHeaders(scope=message)
                refused = headers.get("content-type", "").startswith("text/plain")
                if refused:
                    headers["content-length"] = str(len(sentence))
            elif refused and message["type"] == "http.response.body":
                message = {"type": "http.response.body", "body": sentence}
            await send(message)

        await self.app(scope, receive, send_sentence)
