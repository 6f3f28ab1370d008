"""A database that cannot take what was sent: nothing typed is lost, and it is said."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core import db
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW
from tests.client import Answer, Browser

UNIT = "/cohorts/fall-2026/units/2"
WRITTEN = "What I learned from listening to them for a whole hour."


@pytest.fixture
def impatient(real_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The database, waiting for a lock as short as a test can."""
    monkeypatch.setattr(db, "LOCK_MILLISECONDS", 100)
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


def test_what_the_database_does_not_take_comes_back_with_all_that_was_typed(
    ada: Browser, real_database: Database
) -> None:
    with taken(real_database):
        answer = send(ada)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "This was not saved" in answer.page.text
    assert WRITTEN in answer.text
    assert answer.page.title.startswith("Error:")
    assert send(ada).status_code == 303


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
