"""Works off the queue: claims tasks, runs their handlers, records what failed."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from app.core import queue
from app.core.clock import Clock
from app.core.db import Database
from app.core.errors import BusyError, RefusedError, WaypostError
from app.core.models import Task
from app.language.reasons import Reason, ReasonKind

log = logging.getLogger("waypost.worker")

Handler = Callable[[Database, Task, datetime], None]
"""Does one task in its own transactions and calls `queue.finish` in the one that counts.

`RefusedError` is final: trying again would not help. `BusyError` says when it would, and counts as
no attempt. Anything else is retried with back-off.
"""

PeriodicWork = Callable[[Database, datetime], None]
"""Something to look after every minute, such as units whose opening time was reached."""

UNEXPECTED = ReasonKind(
    "work.unexpected", "Something unexpected happened ({kind}). The server’s log says more."
)
"""What a person is shown: an error's own text may hold somebody's data."""

PAUSE = 0.5
LOW_PRIORITY_PAUSE = 5.0
PERIOD = timedelta(minutes=1)


class Worker:
    """One worker; any number may run beside each other, in one process or in many."""

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler],
        *,
        clock: Clock,
        periodic: tuple[PeriodicWork, ...] = (),
        at_once: int = 2,
        low_priority: Collection[str] = (),
    ) -> None:
        """`low_priority`: kinds that nobody watches: one task at a time, beside all else."""
        self.database = database
        self.handlers = handlers
        self.clock = clock
        self.periodic = periodic
        self.at_once = at_once
        self.low_priority = [kind for kind in handlers if kind in low_priority]
        self.usual = [kind for kind in handlers if kind not in low_priority]
        self._periodic_done_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; what is under way is finished first.

        What has low priority has a thread of its own, so that nobody waits for its end before they
        get the mail to sign in with.
        """
        beside = threading.Thread(
            target=self._repeat,
            args=(self._do_low_priority, LOW_PRIORITY_PAUSE, stop),
            name="low-priority",
        )
        beside.start()
        try:
            self._repeat(self._do_periodic_and_usual, PAUSE, stop)
        finally:
            stop.set()
            beside.join()

    def run_once(self) -> int:
        """Claim and do what is due, low priority last; return how many tasks were claimed."""
        return self._do_usual() or self._do_low_priority()

    def run_until_idle(self) -> None:
        """Work until nothing is due."""
        while self.run_once():
            pass

    def do_periodic(self) -> None:
        """Look after what is due by the clock, at most once a minute."""
        now = self.clock()
        if self._periodic_done_at and now < self._periodic_done_at + PERIOD:
            return
        self._periodic_done_at = now
        for work in self.periodic:
            try:
                work(self.database, now)
            except Exception:  # the others are due as well
                log.exception("%s failed; it is tried again in a minute.", work)

    def _repeat(self, work: Callable[[], int], pause: float, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                busy = work()
            except Exception:
                log.exception("The worker could not reach its queue; it will try again.")
                busy = 0
            if not busy:
                stop.wait(pause)

    def _do_periodic_and_usual(self) -> int:
        self.do_periodic()
        return self._do_usual()

    def _do_usual(self) -> int:
        return self._do_due(self.usual, self.at_once)

    def _do_low_priority(self) -> int:
        return self._do_due(self.low_priority, 1) if self.low_priority else 0

    def _do_due(self, kinds: list[str], limit: int) -> int:
        with self.database.write() as session:
            tasks = queue.lease(session, kinds, limit=limit, now=self.clock())
        if len(tasks) == 1:
            self._do(tasks[0])
        elif tasks:
            with ThreadPoolExecutor(len(tasks)) as threads:
                list(threads.map(self._do, tasks))
        return len(tasks)

    def _do(self, task: Task) -> None:
        try:
            self.handlers[task.kind](self.database, task, self.clock())
        except BusyError as busy:
            self._postpone(task, busy)
        except WaypostError as ours:
            self._fail(task, ours.reason, final=isinstance(ours, RefusedError))
        except Exception as error:
            log.exception("Task %s %s failed.", task.kind, task.key)
            self._fail(task, UNEXPECTED(kind=type(error).__name__), final=False)

    def _postpone(self, task: Task, busy: BusyError) -> None:
        until = self.clock() + timedelta(seconds=busy.seconds)
        with self.database.write() as session:
            queue.postpone(session, task, busy.reason, until=until)

    def _fail(self, task: Task, error: Reason, *, final: bool) -> None:
        with self.database.write() as session:
            queue.fail(session, task, error, now=self.clock(), final=final)
