"""Two acts of one moment, on connections of their own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import TypeVar

from sqlalchemy.orm import Session

from app.core.db import Database

Act = Callable[[Session], object]
T = TypeVar("T")


def one_after_the_other(database: Database, first: Act, second: Act) -> object:
    """What the second act makes of it, begun while the first one is not committed yet."""

    def in_a_transaction() -> object:
        with database.write() as session:
            return second(session)

    return while_not_committed(database, first, in_a_transaction)


def while_not_committed(database: Database, first: Act, second: Callable[[], object]) -> object:
    """The same, where the second opens its own transaction, as a request does."""
    acted = threading.Event()

    def act_first() -> None:
        with database.write() as session:
            try:
                first(session)
            finally:
                acted.set()
            time.sleep(0.5)

    def act_second() -> object:
        acted.wait()
        return second()

    with ThreadPoolExecutor(2) as threads:
        earlier, later = threads.submit(act_first), threads.submit(act_second)
        earlier.result()
        return later.result()


def at_once(*deeds: Callable[[], T]) -> list[T]:
    """Do all at the same moment, each in a thread of its own."""
    ready = Barrier(len(deeds))
    results: list[T] = []

    def run(deed: Callable[[], T]) -> None:
        ready.wait()
        results.append(deed())

    threads = [Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(deeds), "a thread failed"
    return results
