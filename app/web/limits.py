"""Rate limits in memory, per process: they slow a guesser and lock nobody out for long."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from starlette.requests import Request

from app.core.errors import WaypostError

MAX_KEYS = 50_000


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
            wait = "a minute" if minutes == 1 else f"{minutes} minutes"
            raise TooManyError(f"That was too often. Please try again in {wait}.")
