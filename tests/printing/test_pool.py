"""What every printing pool does, whatever it prints; certificates' own tests kill its children."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest

from app.core.errors import BusyError
from app.printing import pool as pools
from app.printing.errors import RenderError
from app.printing.pool import MOST_AT_ONCE, PrintingPool, ReaderPool
from tests.printing.crowd import no_room

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


def test_a_few_readers_are_served_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 60.0)  # a busy machine takes long for a child
    with ReaderPool[float, None](SLEEPING, patience=30) as pool, ThreadPoolExecutor(5) as readers:
        asked = [readers.submit(pool.produce, 0.1) for _ in range(MOST_AT_ONCE)]
        assert [refused(reader) for reader in asked] == [False] * MOST_AT_ONCE


def test_reader_who_finds_no_room_is_told_at_once_to_come_back() -> None:
    with ReaderPool[float, None](SLEEPING, patience=30) as pool:
        with no_room(pool), pytest.raises(BusyError):
            pool.produce(0.0)
        assert pool.produce(0.0) is None
        assert pool.produce(0.0) is None, "what was printed leaves its room"


def test_reader_waits_only_so_long_for_a_print_that_takes_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pools, "WAIT_SECONDS", 0.5)
    with ReaderPool[float, None](SLEEPING, patience=30) as pool, ThreadPoolExecutor(2) as readers:
        asked = [readers.submit(pool.produce, 4.0) for _ in range(2)]
        assert sorted(refused(reader) for reader in asked) == [False, True]
