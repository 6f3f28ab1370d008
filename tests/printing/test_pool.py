"""What every printing pool does, whatever it prints; certificates' own tests kill its children."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from app.core.errors import BusyError
from app.printing import pool as pools
from app.printing.errors import RenderError
from app.printing.pool import MOST_AT_ONCE, PrintingPool, ReaderPool

SLEEPING = partial(partial, time.sleep)


def test_print_that_hangs_is_given_up_and_the_next_one_is_made() -> None:
    with PrintingPool[float, None](SLEEPING, workers=1, patience=3) as pool:
        with pytest.raises(RenderError, match=r"not printed within 3 seconds"):
            pool.produce(600.0)
        assert pool.produce(0.0) is None


def refused(asked: Future[None]) -> bool:
    """Whether whoever asked was told to come back."""
    error = asked.exception(timeout=60)
    if error is not None and not isinstance(error, BusyError):
        raise error
    return error is not None


def test_of_many_readers_a_few_are_served_and_the_others_told_at_once_to_come_back() -> None:
    with ReaderPool[float, None](SLEEPING, patience=30) as pool, ThreadPoolExecutor(9) as readers:
        pool.produce(0.0)  # from here on a child is there
        asked = [readers.submit(pool.produce, 0.3) for _ in range(MOST_AT_ONCE)]
        time.sleep(0.2)
        began = time.monotonic()
        late = [readers.submit(pool.produce, 0.0) for _ in range(4)]
        assert [refused(reader) for reader in late] == [True] * 4
        assert time.monotonic() - began < 0.3 * MOST_AT_ONCE
        assert [refused(reader) for reader in asked] == [False] * MOST_AT_ONCE
        assert pool.produce(0.0) is None


def test_reader_waits_only_so_long_for_a_print_that_takes_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.5)
    with ReaderPool[float, None](SLEEPING, patience=30) as pool, ThreadPoolExecutor(2) as readers:
        pool.produce(0.0)
        slow = readers.submit(pool.produce, 3.0)
        time.sleep(0.2)
        began = time.monotonic()
        assert refused(readers.submit(pool.produce, 0.0))
        assert time.monotonic() - began < 2
        assert not refused(slow)
