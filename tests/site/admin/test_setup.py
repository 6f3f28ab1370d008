"""What an installation lacks before its first cohort, as the administrator's page tells it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import queue, schema
from app.core.db import Database
from app.core.models import OutboxMessage, Task
from app.main import create_app
from app.messages.smtp import LOGIN_REFUSED
from app.people.grants.actions import appoint_administrator
from app.settings import Settings
from tests.cast import NOW
from tests.client import Browser, SignIn
from tests.databases import EmptyDatabase
from tests.letters import read
from tests.page import Page
from tests.phones import proven_session


@pytest.fixture
def ann(empty_database: EmptyDatabase, tmp_path: Path) -> Iterator[Browser]:
    """Signed in to a real installation as `python -m app migrate` and `admin` leave it."""
    with empty_database("new", tmp_path) as url:
        schema.upgrade(url)
        database = Database(url)
        settings = Settings(
            base_url="http://localhost:8000",
            secret_key=SecretStr("s" * 40),
            smtp_url=SecretStr("smtp://mail.example.edu"),
            data_dir=tmp_path,
        )
        with database.write() as session:
            person = appoint_administrator(
                session,
                "ann@example.edu",
                name=("Ann", "Archer"),
                institution="Mesa School",
                zone="America/Denver",
                now=NOW,
            )
            token = proven_session(session, person.id, NOW, key="s" * 40)
        browser = Browser(create_app(settings, database=database, clock=lambda: NOW))
        browser.cookies.set("waypost", token)
        yield browser
        database.dispose()


def states(page: Page) -> dict[str, str]:
    """How each task stands, by its title."""
    tasks = page.all("#setup li.task")
    return {task.one(".task-title").text: task.one(".task-status").text for task in tasks}


def with_server(database: Database) -> Browser:
    """Abe's browser before an installation that has a mail server."""
    settings = Settings(demo=True, smtp_url=SecretStr("smtp://mail.example.edu"))
    return Browser(create_app(settings, database=database, clock=lambda: NOW)).sign_in("abe")


def send_test(browser: Browser) -> Page:
    form = browser.page("/admin").form("Send yourself a test mail")
    answer = browser.post(form.action)
    assert answer.status_code == 303
    return browser.page("/admin")


def newest_test(session: Session) -> OutboxMessage:
    session.expire_all()
    return session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "test")).one()


def test_first_administrator_comes_to_what_is_missing(ann: Browser) -> None:
    assert ann.get("/home").headers["location"] == "/admin"
    page = ann.page("/admin")
    assert page.headings[1] == "What is missing"
    assert "Only Mesa School takes part so far." in page.text
    assert states(page) == {
        "Add the institutions that take part": "To do",
        "Load a program": "To do",
        "Make somebody its coordinator": "To do",
        "Check that mail goes out": "To do",
        "Set the key that signs certificates": "To do",
        "Keep a backup": "To do",
    }
    assert page.link("Load a program") == "/manage/content/import"
    for task in ("Add the institutions that take part", "Load a program"):
        assert ann.get(page.link(task)).status_code == 200


def test_states_are_what_the_rows_say(sign_in: SignIn) -> None:
    page = sign_in("abe").page("/admin")
    assert states(page) == {
        "Add the institutions that take part": "Done",
        "Load a program": "Done",
        "Make somebody its coordinator": "Done",
        "Check that mail goes out": "Cannot be checked here",
        "Set the key that signs certificates": "Done",
        "Keep a backup": "Cannot be checked here",
    }
    assert "Somebody coordinates Mentor Development Program." in page.text
    assert "What is missing" not in page.headings


def test_test_mail_is_posted_once_and_told_as_the_outbox_has_it(
    database: Database, session: Session
) -> None:
    abe = with_server(database)
    page = send_test(abe)
    assert states(page)["Check that mail goes out"] == "Under way"
    assert "waits for the background worker" in page.text
    assert not [f for f in page.forms if f.action == "/admin/mail/test"]
    assert abe.post("/admin/mail/test").status_code == 303
    mail = newest_test(session)
    letter = read(session, mail)
    assert (letter.recipient, letter.subject) == ("abe@example.org", "Test mail from Waypost")
    mail.sent_at = NOW
    session.commit()
    page = abe.page("/admin")
    assert states(page)["Check that mail goes out"] == "Done"
    assert "The mail server took the test mail on Wed, Nov 18, 10:00 AM Mountain Time." in page.text


def test_test_mail_that_failed_says_why(database: Database, session: Session) -> None:
    abe = with_server(database)
    send_test(abe)
    delivery = select(Task).where(col(Task.key) == str(newest_test(session).id))
    task = session.scalars(delivery).one()
    queue.fail(session, task, LOGIN_REFUSED(reply=535), now=NOW, final=True)
    session.commit()
    page = abe.page("/admin")
    assert states(page)["Check that mail goes out"] == "To do"
    assert f"has not gone out: {LOGIN_REFUSED(reply=535)}" in page.text
    assert page.form("Send yourself a test mail").action == "/admin/mail/test"


def test_mail_that_went_out_since_is_a_test_too(database: Database, session: Session) -> None:
    abe = with_server(database)
    assert states(abe.page("/admin"))["Check that mail goes out"] == "To do"
    other = OutboxMessage(key="k", kind="sign_in", created_at=NOW, sent_at=NOW + timedelta(hours=1))
    session.add(other)
    session.commit()
    page = abe.page("/admin")
    assert states(page)["Check that mail goes out"] == "Done"


def test_test_mail_without_a_server_is_refused_on_the_page(sign_in: SignIn) -> None:
    answer = sign_in("abe").post("/admin/mail/test")
    assert answer.status_code == 409
    assert "In the demo no mail is sent" in answer.page.text


def test_a_backup_is_missed_until_there_is_one(ann: Browser) -> None:
    text = ann.page("/admin").section("What is missing").text
    assert "There is no backup in " in text
    assert "Make one every day: python -m app backup" in text
