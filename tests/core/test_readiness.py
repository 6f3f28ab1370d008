"""`/ready` is red while the database cannot serve, and green again when it can."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError

from app.core import readiness
from app.core.db import Database
from app.core.models import Task
from app.core.readiness import CHECKED_EVERY, TRIED_EVERY, Readiness
from app.main import create_app
from app.models import metadata
from app.settings import Settings
from tests.cast import NOW
from tests.client import Browser


@pytest.fixture
def database_file(real_database: Database) -> Database:
    if not real_database.is_sqlite:
        pytest.skip("a file is SQLite's")
    return real_database


@pytest.fixture
def database_server(real_database: Database) -> Database:
    if real_database.is_sqlite:
        pytest.skip("SQLite has no server")
    return real_database


class Ticks:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


def status(database: Database) -> int:
    """What somebody is answered who starts now, and nothing else."""
    answer = Browser(create_app(Settings(demo=True), database=database)).get("/ready")
    assert answer.json() == {"status": "ready" if answer.status_code == 200 else "not ready"}
    return answer.status_code


@contextmanager
def reopened(database: Database) -> Iterator[Database]:
    """By a process that has read none of it yet."""
    database.dispose()
    again = Database(database.url)
    yield again
    again.dispose()


def file_of(database: Database) -> Path:
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.dispose()
    return Path(str(make_url(database.url).database))


def set_up(database: Database, pragma: str) -> None:
    """Every connection from now on."""
    event.listen(database.engine, "connect", lambda made, _: made.execute(f"PRAGMA {pragma}"))
    database.dispose()


def test_ready_keeps_nothing_of_what_it_tries(real_database: Database) -> None:
    assert status(real_database) == 200
    with real_database.read() as session:
        assert session.query(Task).count() == 0


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_red_when_the_file_was_cut(database_file: Database, part: float) -> None:
    file = file_of(database_file)
    os.truncate(file, int(file.stat().st_size * part) // 4096 * 4096)
    with reopened(database_file) as database:
        assert status(database) == 503


def test_red_when_the_file_was_overwritten_in_the_middle(database_file: Database) -> None:
    file = file_of(database_file)
    with file.open("r+b") as content:
        content.seek(file.stat().st_size // 2 // 4096 * 4096)
        content.write(b"\xff" * 8 * 4096)
    with reopened(database_file) as database:
        assert status(database) == 503


def test_red_when_it_is_full_and_green_when_there_is_room(
    database_file: Database, ticks: Ticks
) -> None:
    pages = file_of(database_file).stat().st_size // 4096
    ready = Readiness(database_file, ticks)
    assert ready.why_not() is None
    set_up(database_file, f"max_page_count={pages}")
    ticks.now += TRIED_EVERY
    assert ready.why_not() == "The database takes no write (SQLITE_FULL)."
    set_up(database_file, "max_page_count=1000000")
    assert ready.why_not() is None, "what failed is tried again at once"


def test_red_when_it_can_only_be_read(database_file: Database) -> None:
    set_up(database_file, "query_only=ON")
    assert status(database_file) == 503


def test_red_when_the_disk_takes_nothing_more(
    database_file: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "_take_room", _full)
    assert status(database_file) == 503


def _full(_folder: Path) -> None:
    raise OSError(28, "No space left on device")


def test_red_when_the_file_is_gone(database_file: Database, tmp_path: Path) -> None:
    file_of(database_file).unlink()
    assert status(database_file) == 503


def test_red_when_the_server_only_reads(database_server: Database, ticks: Ticks) -> None:
    ready = Readiness(database_server, ticks)
    assert ready.why_not() is None
    name = make_url(database_server.url).database
    switch(database_server, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    ticks.now += TRIED_EVERY
    assert ready.why_not() == "The database takes no write (25006)."
    assert status(database_server) == 503
    away = f'SET default_transaction_read_only = off; ALTER DATABASE "{name}" RESET ALL'
    switch(database_server, away)
    assert ready.why_not() is None


def test_red_when_the_server_is_gone(database_server: Database) -> None:
    nowhere = make_url(database_server.url).update_query_dict({"host": "/nowhere"})
    database = Database(nowhere.render_as_string(hide_password=False))
    assert status(database) == 503


def switch(database: Database, statement: str) -> None:
    engine = create_engine(database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for part in statement.split("; "):
            connection.execute(text(part))
    engine.dispose()
    database.dispose()


def test_who_writes_for_long_makes_nothing_red(real_database: Database) -> None:
    with real_database.write() as session:
        session.execute(text("UPDATE person SET given_name = 'Ada'"))
        assert status(real_database) == 200


def test_answers_are_cheap_between_tries_and_checks(real_database: Database, ticks: Ticks) -> None:
    ready, seen = Readiness(real_database, ticks), []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(real_database.engine, "before_cursor_execute", note)

    def sent() -> tuple[int, int]:
        seen.clear()
        assert ready.why_not() is None
        checks = sum("quick_check" in statement for statement in seen)
        return checks, sum("INSERT" in statement for statement in seen)

    once = int(real_database.is_sqlite)
    assert [sent(), sent()] == [(once, 1), (0, 0)]
    ticks.now += TRIED_EVERY
    assert sent() == (0, 1)
    ticks.now += CHECKED_EVERY
    assert sent() == (once, 1)


def test_what_fails_in_between_makes_the_next_answer_look(
    real_database: Database, ticks: Ticks, caplog: pytest.LogCaptureFixture
) -> None:
    """The log says it once, without what somebody wrote."""
    ready = Readiness(real_database, ticks)
    assert ready.why_not() is None
    for corrupt in _CORRUPT[real_database.is_sqlite]:
        with pytest.raises(DBAPIError), real_database.engine.connect() as connection:
            corrupt(connection)
    assert "corrupt" in str(ready.why_not())
    assert "corrupt" in str(ready.why_not())
    assert caplog.text.count("Not ready: The database is corrupt") == 1
    assert str(NOW.year) not in caplog.text


def _tear_page_out(connection: Any) -> None:
    """Under the feet of who reads it."""
    file = Path(connection.engine.url.database)
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    half = file.stat().st_size // 2 // 4096 * 4096
    with file.open("r+b") as content:
        content.seek(half)
        content.write(b"\xff" * half)
    connection.exec_driver_sql("PRAGMA shrink_memory")
    for table in metadata.tables:
        connection.exec_driver_sql(f"SELECT * FROM {table}").all()


def _say_corrupt(connection: Any) -> None:
    """PostgreSQL's own words for it, with its own number."""
    connection.exec_driver_sql("DO $$ BEGIN RAISE SQLSTATE 'XX001'; END $$")


_CORRUPT: dict[bool, list[Callable[[Any], None]]] = {True: [_tear_page_out], False: [_say_corrupt]}


def test_many_ask_at_once(real_database: Database) -> None:
    ready = Readiness(real_database)
    answers: list[str | None] = []
    threads = [threading.Thread(target=lambda: answers.append(ready.why_not())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [None] * 8
