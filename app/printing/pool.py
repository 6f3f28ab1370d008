"""Printing in child processes: an order goes in, what was printed comes out.

WeasyPrint lives in the children only, which load templates, fonts and keys once. Each has a pipe of
its own instead of a shared queue (`ProcessPoolExecutor`): the death of one child costs only its own
order a second try, and a child whose parent is gone, however that went, reads the end of the pipe
and goes too. Where no child can be started, all orders are told so, and it is tried again after a
while: a thousand orders are not a thousand tries.
"""

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Any, Generic, NamedTuple, Self, TypeVar

from app.core.errors import BusyError
from app.language import Text
from app.printing.errors import BUSY, CANNOT_START, DIED, FAILED, TOO_SLOW, RenderError

ATTEMPTS = 3
START_SECONDS = 120.0
"""For a child to load what it needs: two, and more on a machine that has much to do."""
PAUSE_SECONDS = 60
"""Until it is tried again to start a child, after `ATTEMPTS` could not."""
PATIENCE_SECONDS = 300.0
FAREWELL_SECONDS = 10
MOST_AT_ONCE = 5
WAIT_SECONDS = 10.0
TRY_AGAIN_SECONDS = 30

OrderT = TypeVar("OrderT")
PrintedT = TypeVar("PrintedT")
log = logging.getLogger("waypost.printing")

SetUp = Callable[[], Callable[[OrderT], PrintedT]]
"""Makes the printer, once in each child. It must be picklable, as orders and prints are."""


class PrintingPool(Generic[OrderT, PrintedT]):
    """Child processes that print; made when first needed, and made again when one dies.

    `produce` may be called from several threads at once: with as many as there are workers, all of
    them are busy. Close the pool, or use it as a context manager.
    """

    def __init__(
        self,
        set_up: SetUp[OrderT, PrintedT],
        *,
        workers: int,
        patience: float = PATIENCE_SECONDS,
        wait: float | None = None,
    ) -> None:
        """`patience`: seconds for one print. One that hangs would keep the worker for ever.

        `wait`: seconds for a free child; None: as long as it takes.
        """
        self._set_up = set_up
        self._patience = patience
        self._wait = wait
        self._workers = workers
        self._closed = threading.Event()
        self._no_start_before = 0.0
        self._free: LifoQueue[_Child | None] = LifoQueue()
        for _ in range(workers):
            self._free.put(None)

    def produce(self, order: OrderT, /) -> PrintedT:
        """Print one order, waiting for a free child.

        Raises:
            RenderError: It cannot be printed; the message says why. Trying again will not help.
            BusyError: No child was free in time, or none can be started at this moment.
            RuntimeError: The pool is closed.
        """
        try:
            child = self._free.get(timeout=self._wait)
        except Empty:
            raise BusyError(BUSY, TRY_AGAIN_SECONDS) from None
        try:
            for _ in range(ATTEMPTS):
                child = child if child and child.lives else self._start()
                try:
                    printed: PrintedT = child.produce(order, self._patience)
                    return printed
                except (EOFError, OSError):
                    continue
        finally:
            self._free.put(child)
        raise RenderError(DIED(count=ATTEMPTS))

    def _start(self) -> "_Child":
        """A child that can print; the first that cannot be started keeps from trying on."""
        if self._closed.is_set():
            raise RuntimeError("The printing pool is closed.")
        if time.monotonic() >= self._no_start_before:
            for _ in range(ATTEMPTS):
                child = _Child(self._set_up)
                if child.is_ready():
                    return child
            self._no_start_before = time.monotonic() + PAUSE_SECONDS
            log.error("No printing process can be started. See: python -m app doctor")
        raise BusyError(CANNOT_START, PAUSE_SECONDS)

    def close(self) -> None:
        """Finish what is being printed, end the children, and print no more."""
        self._closed.set()
        for child in [self._free.get() for _ in range(self._workers)]:
            if child:
                child.end()
            self._free.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class ReaderPool(PrintingPool[OrderT, PrintedT]):
    """One child that prints for people who wait before a page: a few at once, and not for long.

    A request that waits keeps one of the threads that answer everybody else. So whoever comes when
    there are `MOST_AT_ONCE` is told at once to come back, and so is who waited in vain.
    """

    def __init__(self, set_up: SetUp[OrderT, PrintedT], *, patience: float) -> None:
        super().__init__(set_up, workers=1, patience=patience, wait=WAIT_SECONDS)
        self.room = threading.BoundedSemaphore(MOST_AT_ONCE)

    def produce(self, order: OrderT, /) -> PrintedT:
        """Print one order, if there is room."""
        if not self.room.acquire(blocking=False):
            raise BusyError(BUSY, TRY_AGAIN_SECONDS)
        try:
            return super().produce(order)
        finally:
            self.room.release()


class _Answer(NamedTuple):
    """What a child says to an order: the print, or why there is none."""

    printed: Any = None
    refusal: Text | None = None


@cache
def _context() -> BaseContext:
    """How children are started: by a process that has the libraries loaded, and forks.

    That takes a quarter of the time that each would need alone. It ends when we do. Nothing forks
    from us, who have threads; nor on macOS, whose own libraries do not stand it.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["app.printing.loaded"])
    return context


class _Child:
    """One printing process, as its parent holds it."""

    _starting = threading.Lock()

    def __init__(self, set_up: SetUp[Any, Any]) -> None:
        self._pipe, other = _context().Pipe()
        self._process = _context().Process(  # type: ignore[attr-defined]
            target=_serve, args=(other, set_up), daemon=True
        )
        with self._starting:
            self._process.start()
        other.close()
        self.lives = True

    def is_ready(self) -> bool:
        """Whether it has loaded what it needs; one that has not is over."""
        try:
            if self._pipe.poll(START_SECONDS):
                self._pipe.recv()
                return True
        except (EOFError, OSError):
            pass
        self.end(patience=0)
        return False

    def produce(self, order: Any, patience: float) -> Any:
        """Have it printed. Any error but a refusal ends the child: its answer may still come."""
        try:
            self._pipe.send(order)
            if not self._pipe.poll(patience):
                raise RenderError(TOO_SLOW(count=round(patience)))
            answer: _Answer = self._pipe.recv()
        except BaseException:
            self.end(patience=0)
            raise
        if answer.refusal is not None:
            raise RenderError(answer.refusal)
        return answer.printed

    def end(self, patience: float = FAREWELL_SECONDS) -> None:
        """Let the process go, and see to it that it does."""
        self.lives = False
        self._pipe.close()
        self._process.join(patience)
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, set_up: SetUp[Any, Any]) -> None:
    """What a child does all its life: answer orders with prints, or with a reason why not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then closes us
    try:
        printer = set_up()
        failed = None
    except Exception as error:
        printer, failed = None, _refusal(error)
    try:
        pipe.send(_Answer())  # ready
        while True:
            order = pipe.recv()
            pipe.send(_answer(printer, order) if printer else failed)
    except (EOFError, OSError):
        return  # the parent has closed the pipe, or is no more


def _answer(printer: Callable[[Any], Any], order: Any) -> _Answer:
    try:
        return _Answer(printer(order))
    except Exception as error:
        return _refusal(error)


def _refusal(error: Exception) -> _Answer:
    if isinstance(error, RenderError):
        return _Answer(refusal=error.problem)
    return _Answer(refusal=FAILED(detail=str(error) or type(error).__name__))
