"""Calendar entries: in the words of whoever puts them into their calendar."""

from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser

ENTRY = "/cohorts/fall-2026/sessions/2.ics"


@pytest.fixture
def ada(database: Database) -> Browser:
    """Ada's browser, where a pseudo-language is offered."""
    settings = Settings(demo=True, languages="en,en-XA")
    return Browser(create_app(settings, database=database, clock=lambda: NOW)).sign_in("ada")


def event(browser: Browser) -> Any:
    (found,) = Calendar.from_ical(browser.get(ENTRY).content).walk("VEVENT")
    return found


def test_entry_says_what_it_is_in_the_language_of_its_reader(
    ada: Browser, session: Session, cast: Cast
) -> None:
    plain = event(ada)
    assert str(plain["summary"]) == "Mentor Development Program: Week 2, live session"
    cast.person("ada").language = "en-XA"
    session.commit()
    accented = event(ada)
    assert str(accented["summary"]).startswith("[Mentor Development Program: Week 2, ļîṽé šéššîöñ")


def test_entry_is_the_same_one_in_every_language(
    ada: Browser, session: Session, cast: Cast
) -> None:
    plain = event(ada)
    cast.person("ada").language = "en-XA"
    session.commit()
    accented = event(ada)
    for name in ("uid", "dtstart", "dtend", "sequence", "status", "url"):
        assert plain[name] == accented[name], name
