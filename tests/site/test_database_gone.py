"""A database that cannot take what was sent: nothing typed is lost, and it is said."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, event, make_url, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import again, db
from app.core.db import Database
from app.learning.models import Reflection
from app.main import create_app
from app.people.models import WebSession
from app.settings import Settings
from app.site import noted
from app.site.sign_in import routes as sign_in
from app.web.limits import RateLimit
from tests.cast import NOW
from tests.client import Answer, Browser

UNIT = "/cohorts/fall-2026/units/2"
WRITTEN = "What I learned from listening to them for a whole hour."


@pytest.fixture
def impatient(real_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database, waiting for a lock as short as a test can."""
    monkeypatch.setattr(db, "LOCK_MILLISECONDS", 100)
    monkeypatch.setattr(again, "MOST_SECONDS", 0.3)
    database = Database(real_database.url)
    yield database
    database.dispose()


@pytest.fixture
def ada(impatient: Database) -> Browser:
    app = create_app(Settings(demo=True), database=impatient, clock=lambda: NOW)
    return Browser(app).sign_in("ada")


@contextmanager
def taken(database: Database) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    if database.is_sqlite:
        other = sqlite3.connect(str(make_url(database.url).database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return
    engine = create_engine(database.url)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE enrollment IN ACCESS EXCLUSIVE MODE"))
        yield
        connection.rollback()
    engine.dispose()


def send(ada: Browser) -> Answer:
    return ada.post(
        f"{UNIT}/reflection",
        data={"text": WRITTEN, "seen": "0.0"},
        headers={"referer": f"http://localhost:8000{UNIT}"},
    )


@contextmanager
def taken_for(database: Database, seconds: float) -> Iterator[None]:
    """Somebody else writes, and ends."""
    begun = threading.Event()

    def take() -> None:
        with taken(database):
            begun.set()
            time.sleep(seconds)

    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(take)
        begun.wait()
        yield
        writing.result()


def test_what_the_database_takes_at_a_later_attempt_is_saved_once(
    ada: Browser, real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "MOST_SECONDS", 5.0)
    with taken_for(real_database, 0.5):
        assert send(ada).status_code == 303
    assert WRITTEN in ada.get(UNIT).text
    with real_database.read() as session:
        own = select(Reflection).where(col(Reflection.text) == WRITTEN)
        assert len(session.scalars(own).all()) == 1


def test_file_is_read_again_with_the_next_attempt(
    impatient: Database, real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "MOST_SECONDS", 5.0)
    app = create_app(Settings(demo=True), database=impatient, clock=lambda: NOW)
    cora = Browser(app).sign_in("cora")
    table = "email;name;institution\neve@example.org;Eve Espinoza, RN;High Desert\n"
    path = "/manage/cohorts/fall-2026/people/import"
    let_fail(impatient, "INSERT INTO people_import", 1)
    answer = cora.post(path, files={"file": ("people.csv", table.encode())})
    assert answer.status_code == 303, answer.text
    assert "Eve" in cora.page(answer.headers["location"]).text


def let_fail(database: Database, beginning: str, times: int) -> None:
    """Let the server go away before statements that begin so."""
    left = iter(range(times))

    def fail(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(beginning) and next(left, None) is not None:
            raise OperationalError("", {}, Exception("the server closed the connection"))

    event.listen(database.engine, "before_cursor_execute", fail)


def test_attempts_count_as_one_where_rates_are_limited(
    impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(again, "MOST_SECONDS", 5.0)
    monkeypatch.setattr(sign_in, "ASKED", RateLimit(1, timedelta(minutes=10)))
    browser = Browser(create_app(Settings(demo=True), database=impatient, clock=lambda: NOW))
    let_fail(impatient, "INSERT INTO outbox_message", 1)
    asked = {"email": "ada@example.org", "next": "/home"}
    assert browser.post("/sign-in", data=asked).status_code == 200
    assert browser.post("/sign-in", data=asked).status_code == 429


def test_what_may_have_been_committed_is_not_done_again(ada: Browser, impatient: Database) -> None:
    commits = []

    def lost(connection: Connection) -> None:
        commits.append(1)
        if impatient.is_sqlite:
            raise OperationalError("", {}, Exception("the disk failed"))
        pid = connection.connection.dbapi_connection.info.backend_pid  # type: ignore[union-attr]
        engine = create_engine(impatient.url)
        with engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        engine.dispose()

    event.listen(impatient.engine, "commit", lost)
    assert send(ada).status_code == 503
    event.remove(impatient.engine, "commit", lost)
    assert commits == [1]


def test_refusal_is_answered_though_its_line_cannot_be_written(
    ada: Browser, impatient: Database
) -> None:
    noted.EACH._counts.clear()
    let_fail(impatient, "INSERT INTO audit_line", 99)
    foreign = {"sec-fetch-site": "cross-site"}
    answer = ada.post(f"{UNIT}/reflection", data={"text": WRITTEN}, headers=foreign)
    assert answer.status_code == 403


def test_form_that_cannot_wait_for_its_sender_is_shown_to_them(
    ada: Browser, impatient: Database
) -> None:
    with impatient.write() as session:
        session.execute(update(WebSession).values(expires_at=NOW - timedelta(minutes=1)))
    let_fail(impatient, "INSERT INTO parked_form", 99)
    answer = send(ada)
    assert answer.status_code == 401
    assert WRITTEN in answer.page.text


def test_page_of_a_database_that_is_gone_says_so(
    ada: Browser, impatient: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("", {}, Exception("the server closed the connection"))

    monkeypatch.setattr(Session, "execute", gone)
    monkeypatch.setattr(Session, "scalars", gone)
    monkeypatch.setattr(Session, "connection", gone)
    for answer in (ada.get(UNIT), send(ada)):
        assert answer.status_code == 503
        assert "Nothing that was saved" in answer.page.text
    assert WRITTEN in answer.text
