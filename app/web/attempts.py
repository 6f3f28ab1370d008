"""What a request does once, however often its handler is run: see `web.transaction`."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_DONE: ContextVar[set[Hashable] | None] = ContextVar("done", default=None)  # not shown


@contextmanager
def one_request() -> Iterator[None]:
    """All that is done in this block belongs to one request."""
    token = _DONE.set(set())
    try:
        yield
    finally:
        _DONE.reset(token)


def is_first(what: Hashable) -> bool:
    """Whether this request has not done it yet; from now on it has."""
    done = _DONE.get()
    if done is None:
        return True
    was_done = what in done
    done.add(what)
    return not was_done


def forget(what: Hashable) -> None:
    """It was taken back, so it is done anew in another attempt."""
    if done := _DONE.get():
        done.discard(what)
