"""A printer that is taken: as many as there is room for are printing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.printing.pool import MOST_AT_ONCE, ReaderPool


@contextmanager
def no_room(pool: ReaderPool[Any, Any]) -> Iterator[None]:
    """Take all the room there is; the next tests get it back."""
    for _ in range(MOST_AT_ONCE):
        assert pool.room.acquire(blocking=False)
    yield
    for _ in range(MOST_AT_ONCE):
        pool.room.release()
