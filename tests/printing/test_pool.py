"""What every printing pool does, whatever it prints; certificates' own tests kill its children."""

import os
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from app.core.errors import BusyError
from app.printing import pool as pools
from app.printing.errors import RenderError
from app.printing.pool import MOST_AT_ONCE, PAUSE_SECONDS, PrintingPool, ReaderPool
from tests.printing.crowd import no_room

SLEEPING = partial(partial, time.sleep)
ENDING = partial(partial, os._exit)
"""Its print is the death of the process, if the order is a number."""


def test_print_that_hangs_is_given_up_and_the_next_one_is_made() -> None:
    with PrintingPool[float, None](SLEEPING, workers=1, patience=3) as pool:
        with pytest.raises(RenderError, match=r"not printed within 3 seconds"):
            pool.produce(600.0)
        assert pool.produce(0.0) is None


def test_order_that_kills_every_child_is_given_up_and_the_next_one_is_printed() -> None:
    with PrintingPool[object, object](ENDING, workers=1) as pool:
        with pytest.raises(RenderError, match="ended 3 times"):
            pool.produce(1)
        with pytest.raises(RenderError, match="'str' object cannot be"):
            pool.produce("no number")


def set_up_once_allowed(flag: Path) -> Callable[[str], str]:
    """A machine on which a library is missing, until somebody installs it."""
    if not flag.exists():
        os._exit(1)
    return str.upper


def test_child_that_cannot_start_is_told_to_all_and_tried_again_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    flag = tmp_path / "installed"
    with PrintingPool[str, str](partial(set_up_once_allowed, flag), workers=1) as pool:
        for _ in range(20):
            with pytest.raises(BusyError, match="Nothing can be printed on this server"):
                pool.produce("order")
        assert [record.name for record in caplog.records] == ["waypost.printing"], "said once"
        flag.touch()
        with pytest.raises(BusyError):
            pool.produce("order")
        monkeypatch.setattr(pools, "time", LaterClock)
        assert pool.produce("order") == "ORDER"


class LaterClock:
    """A while later."""

    @staticmethod
    def monotonic() -> float:
        """Of the machine, and a minute."""
        return time.monotonic() + PAUSE_SECONDS


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
