"""A clock that does not go back, so that nothing that has ended begins again.

Where the machine's clock was set back, time goes on from the newest moment that is known, at half
its speed, until the machine's clock is there as well.
"""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from app.core.clock import Clock, utc_now

log = logging.getLogger("waypost.clock")

LONGEST = timedelta(days=2)
"""Set back by a zone, a summer or a day, time goes on from where it was; by more, it was wrong."""
UNSTEADY = timedelta(seconds=1)
"""Less is what keeping a clock right takes."""
NOTHING = timedelta()
MARK = ".waypost-clock"


class SteadyClock:
    """The present moment, aware, in UTC; never before one that it has told."""

    def __init__(
        self,
        known: Iterable[datetime | None] = (),
        source: Clock = utc_now,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        """`known`: moments that have been, such as that of the history's newest line.

        `ticks`: seconds that go on whatever the clock is set to.
        """
        self._source, self._ticks = source, ticks
        self._lock = threading.Lock()
        self._read_at, self._ticked_at = source(), ticks()
        newest = max((moment for moment in known if moment), default=self._read_at)
        self._ahead = _believed(newest - self._read_at)
        self._told = self._read_at + self._ahead

    def __call__(self) -> datetime:
        """Now."""
        with self._lock:
            read_at, ticked_at = self._source(), self._ticks()
            passed = timedelta(seconds=ticked_at - self._ticked_at)
            was_set_by = read_at - self._read_at - passed
            ahead = max(self._ahead - passed / 2, NOTHING)
            if abs(was_set_by) > UNSTEADY:
                ahead = _believed(max(ahead - was_set_by, NOTHING))
            self._read_at, self._ticked_at, self._ahead = read_at, ticked_at, ahead
            now = read_at + ahead
            self._told = now if self._told - now > UNSTEADY else max(self._told, now)
            return self._told


def _believed(ahead: timedelta) -> timedelta:
    """How far to go on before the machine's clock: by nothing where what is known was wrong."""
    if ahead <= LONGEST:
        return max(ahead, NOTHING)
    log.error("The clock is %s behind what was known. From now on it is believed.", ahead)
    return NOTHING


def keep_mark(folder: Path, now: datetime) -> None:
    """Note the moment, for who starts later: between two acts the history tells of none.

    Where nothing can be written, nothing is noted.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, draft = tempfile.mkstemp(dir=folder, prefix=MARK)
        with os.fdopen(handle, "w") as file:
            file.write(now.isoformat())
        Path(draft).replace(folder / MARK)


def kept_mark(folder: Path) -> datetime | None:
    """The moment that was noted last; None where there is none that can be read."""
    try:
        moment = datetime.fromisoformat((folder / MARK).read_text())
    except (OSError, ValueError):
        return None
    return moment if moment.tzinfo else None
