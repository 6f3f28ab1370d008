"""Doing again what the database did not take: a lock, a server that starts anew, a full disk."""

import time
from collections.abc import Callable
from typing import TypeVar

from app.core.errors import BusyError

T = TypeVar("T")

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each further attempt."""
MOST_SECONDS = 12.0
"""After these no further attempt begins. Somebody waits, and keeps a thread that others need."""


def until_taken(act: Callable[[], T]) -> T:
    """Do what has a transaction of its own, and again where nothing of it is left, within a bound.

    Raises:
        BusyError: The database took it at no attempt, or may have taken it.
    """
    latest = time.monotonic() + MOST_SECONDS
    for pause in PAUSES:
        try:
            return act()
        except BusyError as busy:
            if not busy.undone or time.monotonic() + pause > latest:
                raise
        time.sleep(pause)
    return act()
