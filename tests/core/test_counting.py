"""Limits that hold over processes: together they may as often as one alone."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from app.core.counting import SharedCounts, counts_file
from app.core.db import Database
from app.main import create_app
from app.settings import PROJECT_ROOT, Settings
from app.web import limits
from app.web.limits import RateLimit, TooManyError
from tests.cast import NOW

TEN = timedelta(minutes=10)
TRIES = f"""
import sys
from datetime import datetime, timedelta
from app.core.counting import SharedCounts
from app.web.limits import RateLimit, TooManyError, share

share(SharedCounts(sys.argv[1], "secret"))
limit, done = RateLimit(20, timedelta(minutes=10), "tried"), 0
for _ in range(40):
    try:
        limit.hit("192.0.2.7", datetime.fromisoformat("{NOW.isoformat()}"))
        done += 1
    except TooManyError:
        pass
print(done)
"""


@pytest.fixture
def counts(real_database: Database) -> Iterator[SharedCounts]:
    made = SharedCounts(real_database.url, "secret")
    limits.share(made)
    yield made
    limits.share(None)
    made.close()


def rows(database: Database) -> list[tuple[str, int, int, int]]:
    url = make_url(database.url)
    if database.is_sqlite:
        url = url.set(database=str(counts_file(Path(str(url.database)))))
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT key, since, ends, count FROM rate_count")).all()
    engine.dispose()
    return [(key, since, ends, count) for key, since, ends, count in found]


def test_two_processes_at_once_may_as_often_as_one(real_database: Database) -> None:
    command = [sys.executable, "-c", TRIES, real_database.url]
    both = [
        subprocess.Popen(command, cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    done = [int(process.communicate(timeout=60)[0]) for process in both]
    assert sum(done) == 20


def test_another_process_goes_on_counting_and_what_went_well_is_given_back(
    counts: SharedCounts,
) -> None:
    first, second = (RateLimit(2, TEN, "tried") for _ in range(2))
    first.hit("a", NOW)
    second.hit("a", NOW)
    with pytest.raises(TooManyError):
        RateLimit(2, TEN, "tried").hit("a", NOW)
    for _ in range(2):
        first.give_back("a", NOW)
    RateLimit(2, TEN, "tried").hit("a", NOW)
    with pytest.raises(TooManyError):
        RateLimit(2, TEN, "tried").hit("a", NOW)


def test_refused_act_counts_although_its_transaction_is_rolled_back(
    counts: SharedCounts, real_database: Database
) -> None:
    with pytest.raises(TooManyError), real_database.write():
        RateLimit(0, TEN, "tried").hit("a", NOW)
    assert [count for *_, count in rows(real_database)] == [1]


def test_who_writes_an_act_makes_nobody_wait(counts: SharedCounts, real_database: Database) -> None:
    """On SQLite an act holds the lock of the whole database, and its process's turn."""
    with real_database.write() as session:
        session.execute(text("UPDATE person SET given_name = 'Ada'"))
        began = time.perf_counter()
        RateLimit(1, TEN, "tried").hit("a", NOW)
        assert time.perf_counter() - began < 0.5
        with pytest.raises(TooManyError):
            RateLimit(1, TEN, "tried").hit("a", NOW)


def test_clock_that_goes_back_opens_no_window_and_keeps_none_closed_for_long(
    counts: SharedCounts,
) -> None:
    back = NOW - timedelta(hours=2)
    RateLimit(1, TEN, "tried").hit("a", NOW)
    for moment in (back, back + timedelta(minutes=9)):
        with pytest.raises(TooManyError):
            RateLimit(1, TEN, "tried").hit("a", moment)
    RateLimit(1, TEN, "tried").hit("a", back + TEN)


def test_windows_that_are_over_are_deleted(counts: SharedCounts, real_database: Database) -> None:
    for n in range(5):
        RateLimit(1, TEN, "tried").hit(f"a{n}", NOW)
    assert len(rows(real_database)) == 5
    RateLimit(1, TEN, "tried").hit("b", NOW + TEN)
    assert len(rows(real_database)) == 1


def test_neither_addresses_nor_accounts_are_kept(
    counts: SharedCounts, real_database: Database
) -> None:
    RateLimit(1, TEN, "tried").hit("ada@example.org 192.0.2.7", NOW)
    assert "ada" not in str(rows(real_database))
    assert "192" not in str(rows(real_database))


def test_where_the_common_count_fails_each_process_counts_and_says_so_once(
    counts: SharedCounts, real_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    counts.close()
    if real_database.is_sqlite:
        file = counts_file(Path(str(make_url(real_database.url).database)))
        file.write_bytes(b"no database" * 100)
        for more in ("-wal", "-shm"):
            file.with_name(file.name + more).unlink(missing_ok=True)
    else:
        with real_database.engine.begin() as connection:
            connection.execute(text("DROP TABLE rate_count"))
    limit = RateLimit(2, TEN, "tried")
    limit.hit("secret key", NOW)
    limit.hit("secret key", NOW)
    with pytest.raises(TooManyError):
        limit.hit("secret key", NOW)
    said = [record.message for record in caplog.records if record.name == "waypost.limits"]
    assert len(said) == 1
    assert said[0].startswith("Limits hold in each process alone; their counts fail: ")
    assert "secret key" not in caplog.text


def test_whoever_serves_shares_its_counts(real_database: Database) -> None:
    app = create_app(Settings(demo=True), database=real_database)

    async def served() -> None:
        async with app.router.lifespan_context(app):
            RateLimit(1, TEN, "tried").hit("a", NOW)

    asyncio.run(served())
    assert len(rows(real_database)) == 1
    RateLimit(1, TEN, "tried").hit("a", NOW)
    assert [count for *_, count in rows(real_database)] == [1], "it serves no longer"


def test_limits_without_a_name_are_not_shared(counts: SharedCounts) -> None:
    for _ in range(2):
        RateLimit(1, TEN).hit("a", NOW)
