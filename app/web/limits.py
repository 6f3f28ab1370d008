"""Limits: how often somebody may ask, and what is said to whoever sends too much at once.

Rates are counted by all processes together (`core/counting.py`), and by each of them in memory as
well: that holds where the common count fails.
"""

import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.counting import SharedCounts
from app.core.errors import WaypostError
from app.language import Text, _
from app.language.reasons import ReasonKind
from app.web import attempts

IPV6_NETWORK = 64
MAX_KEYS = 50_000
LIMIT = "most_body"
"""Where the state of a request has how many bytes it may have, if they are more than usual."""
TOLD = "too_much_body"
"""Where it has what is said to whoever sends more than that, if it is not the usual sentence."""
AT = "too_much_at"
"""Where it has the id of the field at which that was chosen, if it is known."""
MOST_READ = 64 * 1024 * 1024
"""Bytes of a body that is too big: about the largest file that is sent to us by mistake."""
TOO_OFTEN = ReasonKind(
    "request.too_often",
    "That was too often. Try again in a minute.",
    "That was too often. Try again in {count} minutes.",
)


def client_address(request: Request) -> str:
    """Where a request comes from, as a key to count by.

    Of IPv6 the network of 64 bits: whoever has one has all its addresses.
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, IPV6_NETWORK), strict=False))
    return host


class TooManyError(WaypostError):
    """Asked too often in too short a time."""


class _Shared:
    counts: SharedCounts | None = None


def share(counts: SharedCounts | None) -> None:
    """Count together with other processes from now on; None: in this one alone."""
    _Shared.counts = counts


class RateLimit:
    """At most `times` per `window` and key; the oldest keys are forgotten first.

    A clock that goes back opens no window, and keeps none closed for longer than one lasts.
    """

    def __init__(self, times: int, window: timedelta, name: str = "") -> None:
        """`name`: by which other processes know the same limit; without one it is not shared."""
        self.times = times
        self.window = window
        self.name = name
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[datetime, int]] = OrderedDict()

    def hit(self, key: str, now: datetime) -> None:
        """Count one; raise `TooManyError` when the window is full.

        Once a request: its handler is run again where the database did not take what it did.
        """
        if not attempts.is_first((self, key)):
            return
        count = self._count(key, now)
        if self.name and _Shared.counts:
            common = _Shared.counts.hit(f"{self.name} {key}", self.window, now)
            count = max(count, common)
        if count > self.times:
            minutes = max(1, round(self.window.total_seconds() / 60))
            raise TooManyError(TOO_OFTEN(count=minutes))

    def give_back(self, key: str, now: datetime) -> None:
        """Count one less: what was hit at `now` went well, where only failures are bounded.

        It is counted first and given back then, so that nobody tries more at once than they may.
        """
        attempts.forget((self, key))
        with self._lock:
            since, count = self._counts.get(key, (now, 0))
            if count and since <= now:
                self._counts[key] = (since, count - 1)
        if self.name and _Shared.counts:
            _Shared.counts.give_back(f"{self.name} {key}", now)

    def _count(self, key: str, now: datetime) -> int:
        with self._lock:
            since, count = self._counts.get(key, (now, 0))
            if now >= since + self.window:
                since, count = now, 0
            self._counts[key] = (min(since, now), count + 1)
            self._counts.move_to_end(key)
            if len(self._counts) > MAX_KEYS:
                self._counts.popitem(last=False)
        return count + 1


class BodyTooLarge:
    """Answers with a page where the framework refuses a body that is too big with a bare line.

    `answer`: makes that page. What is still being sent is read and thrown away before, up to
    `MOST_READ`, since a browser that cannot send on does not read what it is told.
    """

    def __init__(
        self, app: ASGIApp, *, max_body: int, answer: Callable[[Request, Text], Awaitable[Response]]
    ) -> None:
        self.app = app
        self.answer = answer
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; a refusal gets its page."""
        refused = False

        async def send_unless_refused(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == 413:
                kind = Headers(raw=message["headers"]).get("content-type", "")
                refused = kind.startswith("text/plain")
            if not refused:
                await send(message)

        await self.app(scope, receive, send_unless_refused)
        if refused:
            response = await self.answer(Request(scope), self._sentence(scope.get("state", {})))
            await _read_on(receive)
            await response(scope, receive, send)

    def _sentence(self, state: Mapping[str, Any]) -> Text:
        told: Text | None = state.get(TOLD)
        return told or _(
            "That is more than {megabytes} MB, so it was not accepted. Nothing was changed. "
            "Send less.",
            megabytes=state.get(LIMIT, self.max_body) // 1_000_000,
        )


async def _read_on(receive: Receive) -> None:
    read = 0
    while read < MOST_READ:
        message = await receive()
        read += len(message.get("body", b""))
        if not message.get("more_body"):
            return
