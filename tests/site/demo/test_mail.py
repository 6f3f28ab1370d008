"""The demo's outbox."""

from datetime import datetime, timedelta

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.main import create_app
from app.people.links.actions import Asked, ask_for_link
from app.people.links.queries import LOOK_UP
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser, Statements
from tests.letters import post_certificate, post_words
from tests.lookups import look_up


def test_demo_mail_shows_the_newest_first(browser: Browser, session: Session) -> None:
    post_certificate(session, "old", now=NOW - timedelta(hours=1), certificate_kind="completion")
    post_certificate(session, "new", certificate_kind="cme_credit")
    session.commit()
    page = browser.get("/demo/mail").text
    assert page.index("ready: Certificate of credit") < page.index("Attestation of completion")


def test_demo_mail_links_our_own_addresses_only(browser: Browser, session: Session) -> None:
    post_certificate(session, cohort="not https://evil.example/x")
    session.commit()
    page = browser.get("/demo/mail").text
    assert '<a href="/my/certificates">http://localhost:8000/my/certificates</a>' in page
    assert browser.get("/my/certificates").status_code == 303
    assert 'href="https://evil' not in page


def test_demo_mail_is_text_and_never_markup(browser: Browser, session: Session) -> None:
    post_certificate(session, cohort="<b>Fall</b> http://localhost:8000/<script>")
    session.commit()
    page = browser.get("/demo/mail").text
    assert "&lt;b&gt;Fall&lt;/b&gt;" in page
    assert "<script>" not in page


def test_demo_mail_that_was_sent_is_shown_as_it_was(browser: Browser, session: Session) -> None:
    post_words(session, "From before", "Hello Ada").sent_at = NOW
    session.commit()
    page = browser.get("/demo/mail").text
    assert "From before" in page
    assert "Hello Ada" in page
    assert ">Sent<" in page


def test_demo_mail_is_as_many_statements_for_three_as_for_one(
    browser: Browser, session: Session, statements: Statements
) -> None:
    def count() -> int:
        session.commit()
        with statements() as seen:
            browser.get("/demo/mail")
        return seen.total

    post_certificate(session, "first")
    one = count()
    post_certificate(session, "second")
    post_certificate(session, "third")
    assert count() == one == 3


def test_demo_mail_signs_in_by_its_link(app: FastAPI, browser: Browser) -> None:
    browser.post("/sign-in", data={"email": "ada@example.org"})
    look_up(app)
    addresses = browser.page("/demo/mail").addresses
    (link,) = [address for address in addresses if address.startswith("/sign-in/link/")]
    assert browser.post(link).headers["location"] == "/home"


def test_page_looks_again_until_the_letter_that_was_asked_for_is_there(
    browser: Browser, session: Session, now: datetime
) -> None:
    asked = Asked("ada@example.org", browser="secret", next_path="/home")
    ask_for_link(session, asked, secret="x" * 40, now=now)
    session.commit()
    page = browser.get("/demo/mail")
    assert 'data-hx-trigger="every 1s"' in page.text
    assert '<noscript><meta http-equiv="refresh"' in page.text
    (task,) = session.scalars(select(Task).where(col(Task.kind) == LOOK_UP))
    queue.finish(session, task, now=now)
    session.commit()
    part = browser.get("/demo/mail", headers={"HX-Request": "true"}).text
    assert part.strip().startswith('<div id="mails"')
    assert "every 1s" not in part


def test_outside_demo_mode_nobody_reads_mail(database: Database) -> None:
    settings = Settings(
        demo=False,
        base_url="http://localhost:8000",
        secret_key=SecretStr("s" * 40),
    )
    app = create_app(settings, database=database, clock=lambda: NOW)
    assert Browser(app).get("/demo/mail").status_code == 404


def test_demo_mail_says_what_each_letter_is_written_in(
    database: Database, session: Session, cast: Cast
) -> None:
    cast.person("ada").language = "en-XA"
    post_certificate(session)
    post_words(session, "From before", "Hello Ada")
    session.commit()
    settings = Settings(demo=True, languages="en,es,en-XA")
    app = create_app(settings, database=database, clock=lambda: NOW)
    page = Browser(app).page("/demo/mail")
    written = page.all("[lang=en-XA]")
    assert [part.text.split("]")[0] for part in written if "Ada" in part.text] == [
        "[Ĥéļļö Ada, öñé"
    ]
    assert "[Ýöûŕ çéŕţîƒîçåţé îš ŕéåðý" in written[0].text
    assert not [part for part in written if "From before" in part.text]
