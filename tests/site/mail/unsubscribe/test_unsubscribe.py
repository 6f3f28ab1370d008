"""The link that turns a stream off: with one click, without signing in, for nobody else."""

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.main import SIGNED_DOORS
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import UNASKED
from app.messages.streams.tokens import read_token, token_for
from app.settings import DEMO_SECRET
from tests.cast import Cast
from tests.client import Browser, Statements


def from_nowhere(app: FastAPI, **headers: str) -> Browser:
    """A mail program: it was given no page, and says what it likes about where it comes from."""
    program = Browser(app)
    del program.headers["sec-fetch-site"]
    program.headers.update(headers)
    return program


def path_of(cast: Cast, persona: str = "ada", stream: Stream = Stream.REMINDERS) -> str:
    return f"/mail/unsubscribe/{token_for(DEMO_SECRET, cast.id(persona), stream)}"


def declined(session: Session, cast: Cast, persona: str = "ada") -> frozenset[Stream]:
    """What they turned off, beside what nobody gets unasked."""
    session.expire_all()
    chosen = notification_settings(session, [cast.id(persona)])[cast.id(persona)]
    return chosen.declined - UNASKED


def test_scanner_that_follows_the_link_changes_nothing(
    browser: Browser, session: Session, cast: Cast
) -> None:
    page = browser.page(path_of(cast))
    assert page.heading == "Turn off “Reminders”?"
    assert "Ada" not in page.text
    browser.head(path_of(cast))
    assert declined(session, cast) == set()


def test_one_click_turns_one_stream_off_for_one_person(
    browser: Browser, session: Session, cast: Cast
) -> None:
    page = browser.post(path_of(cast)).page
    assert page.heading == "“Reminders” is turned off"
    assert declined(session, cast) == {Stream.REMINDERS}
    assert declined(session, cast, "ben") == set()
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "mail.chosen")).one()
    assert (line.object_id, line.actor_id) == (str(cast.id("ada")), None)
    assert browser.page(path_of(cast)).heading == "“Reminders” is turned off"
    browser.post(path_of(cast))
    lines = select(AuditLine).where(col(AuditLine.act) == "mail.chosen")
    assert len(session.scalars(lines).all()) == 1


def test_mail_program_needs_neither_page_nor_cookie(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    elsewhere = {"origin": "https://mail.example", "sec-fetch-site": "cross-site"}
    for program in (from_nowhere(app), from_nowhere(app, **elsewhere)):
        answer = program.post(path_of(cast), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert declined(session, cast) == {Stream.REMINDERS}
        browser.post(f"{path_of(cast)}/undo")


def test_it_is_turned_on_again_from_our_own_page_alone(
    app: FastAPI, browser: Browser, session: Session, cast: Cast
) -> None:
    browser.post(path_of(cast))
    undo = f"{path_of(cast)}/undo"
    assert from_nowhere(app).post(undo).status_code == 403
    assert declined(session, cast) == {Stream.REMINDERS}
    assert browser.post(undo).page.heading == "“Reminders” is turned on again"
    assert declined(session, cast) == set()


def test_token_that_was_not_made_here_is_none(
    browser: Browser, session: Session, cast: Cast
) -> None:
    good = token_for(DEMO_SECRET, cast.id("ada"), Stream.REMINDERS)
    assert read_token(DEMO_SECRET, good) == (cast.id("ada"), Stream.REMINDERS)
    other = token_for(DEMO_SECRET, cast.id("ben"), Stream.CALENDAR)
    forged = [
        token_for("another secret of another installation", cast.id("ada"), Stream.REMINDERS),
        good[:21] + other[21:],  # one's signature with another's name
        good[:-2],
        f"{good}A",
        f"{good}\n",
        "A" * len(good),
        "é",
        "x",
    ]
    for token in forged:
        assert read_token(DEMO_SECRET, token) is None, token
    for token in forged[:4]:
        assert browser.get(f"/mail/unsubscribe/{token}").status_code == 404
        assert browser.post(f"/mail/unsubscribe/{token}").status_code == 404
    assert declined(session, cast) == declined(session, cast, "ben") == set()


def test_doors_for_programs_are_these_addresses_alone() -> None:
    assert SIGNED_DOORS == ("/mail/unsubscribe/", "/zoom/webhook")


def test_page_costs_few_statements(browser: Browser, cast: Cast, statements: Statements) -> None:
    with statements() as count:
        browser.page(path_of(cast))
    assert count.total <= 3
