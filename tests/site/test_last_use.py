"""When a session was last used is kept past every request's own work, and costs nobody anything."""

import hashlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.main import create_app
from app.models import metadata
from app.people.models import WebSession
from app.settings import Settings
from tests.cast import NOW
from tests.client import Browser, Statements
from tests.site.house import House, is_in


def without_last_use(database: Database) -> str:
    """Over every row of every table, but for when sessions were last used."""
    digest = hashlib.sha256()
    last_use = WebSession.__table__.c.seen_at  # type: ignore[attr-defined]
    with database.read() as session:
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if column is not last_use]
            for row in session.execute(select(*columns).order_by(*table.primary_key.columns)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def last_use(house: House) -> timedelta:
    house.session.expire_all()
    return house.session.scalars(select(col(WebSession.seen_at))).one() - NOW


def test_looking_changes_nothing_but_when_the_session_was_used(
    house: House, database: Database
) -> None:
    browser = house.signed_in()
    before = without_last_use(database)
    house.now += timedelta(days=6)
    assert browser.get("/home").status_code == 200
    assert last_use(house) == timedelta(days=6)
    assert without_last_use(database) == before


def test_it_is_kept_every_ten_minutes_and_a_click_between_costs_no_statement(
    house: House, statements: Statements
) -> None:
    browser = house.signed_in()
    counts = []
    for minutes in (0, 9, 1, 9):
        house.now += timedelta(minutes=minutes)
        with statements() as count:
            browser.get("/my/profile")
        counts.append(count.total)
    assert counts == [counts[0], counts[0], counts[0] + 1, counts[0]]
    assert last_use(house) == timedelta(minutes=10)


def test_learner_comes_back_within_a_week_and_staff_within_two_hours(house: House) -> None:
    ada, abe = house.signed_in(), house.proven("abe@example.org")
    house.now += timedelta(hours=2, seconds=-1)
    assert is_in(abe)
    house.now += timedelta(hours=2)
    assert not is_in(abe)
    assert is_in(ada)
    house.now += timedelta(days=7)
    assert not is_in(ada)


def test_sign_in_page_says_that_idleness_ended_it_and_what_was_typed_comes_back(
    house: House,
) -> None:
    fay = house.proven("fay@example.org")
    path = "/teach/fall-2026/sessions/1/attendance"
    house.now += timedelta(hours=2)
    answer = fay.post(path, data={"mark-x": "late", "note": "He was late because of snow."})
    assert answer.headers["location"] == "/sign-in?next=%2Fparked"
    page = fay.page(answer.headers["location"])
    (notice,) = page.notices
    assert "You were signed out because nothing was done here for 2 hours." in notice
    assert "What you sent is kept for 4 hours." in notice
    assert "nothing was done" not in house.browser().page("/sign-in").text
    fay.post("/sign-out")
    assert "nothing was done" not in fay.page("/sign-in").text


@pytest.mark.both_databases
def test_it_is_left_where_somebody_else_writes_and_nobody_is_told(real_database: Database) -> None:
    now = [NOW]
    app = create_app(Settings(demo=True), database=real_database, clock=lambda: now[0])
    browser = Browser(app).sign_in("ada")
    now[0] += timedelta(days=1)
    locked, answered = threading.Event(), threading.Event()

    def write() -> None:
        with real_database.write() as session:
            session.scalars(select(WebSession).with_for_update()).all()
            locked.set()
            answered.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    locked.wait()
    try:
        assert browser.get("/home").status_code == 200
    finally:
        answered.set()
        writer.join()
    with real_database.read() as session:
        assert session.scalars(select(col(WebSession.seen_at))).all() == [NOW]
    assert browser.get("/home").status_code == 200
    with real_database.read() as session:
        assert session.scalars(select(col(WebSession.seen_at))).all() == [now[0]]


def test_another_process_that_writes_is_not_waited_for(real_database: Database) -> None:
    if not real_database.is_sqlite:
        pytest.skip("On PostgreSQL only the same row is waited for, as above.")
    other = Database(real_database.url)

    def look(session: Session) -> None:
        session.scalars(select(WebSession)).all()

    try:
        with other.write() as session:
            look(session)
            assert real_database.unless_busy(look) is False
        assert real_database.unless_busy(look) is True
        with real_database.read() as reading:
            assert reading.connection().exec_driver_sql("PRAGMA busy_timeout").scalar() == 5000
    finally:
        other.dispose()
