"""Works off the queue: claims tasks, runs their handlers, records what failed."""

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

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


@dataclass(frozen=True)
class Lane:
    """Kinds of work that wait for each other, and for nothing else."""

    kinds: Sequence[str]
    at_once: int
    """How many of its tasks are done at the same time."""
    pause: float = PAUSE
    """Seconds between looks at an empty queue."""


class Worker:
    """One worker; any number may run beside each other, in one process or in many.

    Each kind of work has a lane of its own: whoever waits for a mail to sign in with does not wait
    for five hundred certificates, nor these for a mail server that takes its time.
    """

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
        """`at_once`: of one kind.

        `low_priority`: kinds that nobody watches: one task at a time, beside all else.
        """
        self.database = database
        self.handlers = handlers
        self.clock = clock
        self.periodic = periodic
        usual = [kind for kind in handlers if kind not in low_priority]
        later = [kind for kind in handlers if kind in low_priority]
        self.lanes = [Lane([kind], at_once) for kind in usual]
        if later:
            self.lanes.append(Lane(later, 1, LOW_PRIORITY_PAUSE))
        self._periodic_done_at: datetime | None = None
        self._done, self._count = threading.Condition(), 0

    def run(self, stop: threading.Event) -> None:
        """Work until told to stop; what is under way is finished first."""
        threads = [
            threading.Thread(target=self._keep_working, args=(lane, stop), name=lane.kinds[0])
            for lane in self.lanes
        ]
        for thread in threads:
            thread.start()
        try:
            while not stop.is_set():
                self._try_periodic()
                stop.wait(PAUSE)
        finally:
            stop.set()
            self._wake()
            for thread in threads:
                thread.join()

    def run_once(self) -> int:
        """Do what is due, low priority last; return how many tasks were done."""
        return sum(self._do_all_due(lane) for lane in self.lanes)

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

    def _try_periodic(self) -> None:
        try:
            self.do_periodic()
        except Exception:
            log.exception("The worker could not look after what is due; it will try again.")

    def _keep_working(self, lane: Lane, stop: threading.Event) -> None:
        while not stop.is_set():
            seen = self._count
            try:
                self._do_all_due(lane, stop)
            except Exception:
                log.exception("The worker could not reach its queue; it will try again.")
            with self._done:
                self._done.wait_for(partial(self._was_woken, seen), lane.pause)

    def _was_woken(self, seen: int) -> bool:
        return self._count != seen

    def _wake(self) -> None:
        """Let every lane look at once: what was done may have asked for other work."""
        with self._done:
            self._count += 1
            self._done.notify_all()

    def _do_all_due(self, lane: Lane, stop: threading.Event | None = None) -> int:
        """Do the tasks of a lane until none is due; as soon as one is done, the next is begun."""
        done, free = 0, threading.Semaphore(lane.at_once)
        with ThreadPoolExecutor(lane.at_once) as threads:
            while not (stop and stop.is_set()):
                free.acquire()
                task = self._lease(lane)
                if task is None:
                    break
                if lane.at_once > 1:
                    threads.submit(self._do_one, task, free)
                else:  # here, where nobody has to be waited for
                    self._do_one(task, free)
                done += 1
        return done

    def _lease(self, lane: Lane) -> Task | None:
        """The next task that is due. To look is not to write: nobody waits for an idle worker."""
        now = self.clock()
        while self._is_due(lane, now):
            with self.database.write() as session:
                if leased := queue.lease(session, lane.kinds, limit=1, now=now):
                    return leased[0]
        return None

    def _is_due(self, lane: Lane, now: datetime) -> bool:
        with self.database.read() as session:
            return queue.is_due(session, lane.kinds, now=now)

    def _do_one(self, task: Task, free: threading.Semaphore) -> None:
        try:
            self._do(task)
        except Exception:  # its lease runs out, and it is done again
            log.exception("What became of task %s %s was not recorded.", task.kind, task.key)
        finally:
            free.release()
            self._wake()

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
