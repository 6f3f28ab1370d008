"""A mentee says yes, no, or no more, by the link of their letter; a GET changes nothing."""

from collections.abc import Callable

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.site.raters.routes import ANSWERS
from app.studies.consent.actions import withdraw
from app.studies.enums import ConsentScope, KeptData, Respondent
from app.studies.models import Wave, WaveInstrument
from app.studies.queries import Studied, studied_places
from app.studies.raters.actions import name_mentee
from app.studies.raters.models import Rater, RaterEvent
from app.studies.raters.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.studies.projects_of import agree, make_project


@pytest.fixture(autouse=True)
def nobody_has_pressed_much() -> None:
    """Limits are kept in memory, and go on from test to test."""
    ANSWERS._counts.clear()


@pytest.fixture
def path(app: FastAPI, session: Session, cast: Cast) -> str:
    place = agree(session, cast, make_project(session, cast), "ada")
    secret = app.state.settings.secret_key.get_secret_value()
    rater = name_mentee(session, place, "Max", "max@example.net", secret=secret, now=NOW)
    session.commit()
    return f"/raters/{token_for(secret, rater.id)}"


def said(session: Session) -> list[str]:
    found = select(RaterEvent).order_by(RaterEvent.number)  # type: ignore[arg-type]
    return [event.step.value for event in session.scalars(found)]


def press(browser: Browser, path: str, button: str, do: str) -> Browser:
    text = str(browser.page(path).form(button).fields["text"])
    answer = browser.post(path, data={"text": text, "do": do})
    assert answer.headers["location"] == path
    return browser


def test_yes_and_later_enough(browser: Browser, session: Session, path: str) -> None:
    page = browser.page(path)
    assert "Ada Alvarez, MD named you as somebody they mentor" in page.text
    assert said(session) == []
    press(browser, path, "Yes, I take part", "agreed")
    assert "You take part. Thank you." in browser.page(path).text
    press(browser, path, "Stop, and delete my address", "stopped")
    assert said(session) == ["agreed", "stopped"]
    assert "Nothing more is asked of you" in browser.page(path).text
    session.expire_all()
    assert session.scalars(select(Rater)).one().address is None


def test_no(browser: Browser, session: Session, path: str) -> None:
    press(browser, path, "Yes, I take part", "declined")
    assert said(session) == ["declined"]
    assert browser.page(path).main.forms == []


def test_another_text_than_that_which_was_read_is_not_agreed_to(
    browser: Browser, session: Session, path: str, cast: Cast
) -> None:
    other = str(cast.id("ada"))
    answer = browser.post(path, data={"text": other, "do": "agreed"})
    assert answer.status_code == 422
    assert "The text of this study has changed" in answer.page.text
    assert said(session) == []


GONE = "Nothing more is asked of you"
TELLS = ("Ada", "What this is about", "named you", "You take part")
"""What an old link has told, and tells no more."""


def mentor_withdraws(session: Session, cast: Cast) -> None:
    withdraw(session, study_of(session, cast), KeptData.KEEP, now=NOW)


def mentor_allows_it_no_more(session: Session, cast: Cast) -> None:
    place = study_of(session, cast)
    agree(session, cast, place.project, "ada", [ConsentScope.USE])


def place_of_the_mentor_is_undone(session: Session, cast: Cast) -> None:
    cast.enrollment("ada").status = EnrollmentStatus.INVITED


def last_wave_is_over(session: Session, cast: Cast) -> None:
    """Mentees are asked once, in weeks that have passed."""
    project = study_of(session, cast).project
    (wave,) = session.scalars(select(Wave).where(col(Wave.project_id) == project.id))
    wave.months, wave.first_day, wave.last_day = 0, -28, -14
    asks = WaveInstrument(wave_id=wave.id, instrument="of-mentees", respondent=Respondent.MENTEE)
    session.add(asks)


def another_mentee_is_named(session: Session, cast: Cast) -> None:
    place = study_of(session, cast)
    name_mentee(session, place, "Mia", "mia@example.net", secret="s" * 40, now=NOW)


def study_of(session: Session, cast: Cast) -> Studied:
    (place,) = studied_places(session, cast.id("ada"))
    return place


@pytest.mark.parametrize("said_before", [None, "agreed"])
@pytest.mark.parametrize(
    "happens",
    [
        mentor_withdraws,
        mentor_allows_it_no_more,
        place_of_the_mentor_is_undone,
        last_wave_is_over,
        another_mentee_is_named,
    ],
)
def test_an_old_link_says_that_it_is_over_and_shows_nothing(
    browser: Browser,
    session: Session,
    path: str,
    cast: Cast,
    happens: Callable[[Session, Cast], None],
    said_before: str | None,
) -> None:
    text = str(browser.page(path).form("Yes, I take part").fields["text"])
    if said_before:
        press(browser, path, "Yes, I take part", said_before)
    happens(session, cast)
    session.commit()
    page = browser.page(path).main
    assert GONE in page.text
    assert [words for words in TELLS if words in page.text] == []
    again = browser.post(path, data={"text": text, "do": "agreed"})
    assert again.status_code == 422
    assert "Nothing is asked of you here any more." in again.page.text
    assert said(session) == ([said_before] if said_before else [])


def test_who_agreed_can_have_their_address_deleted_though_it_is_over(
    browser: Browser, session: Session, path: str, cast: Cast
) -> None:
    press(browser, path, "Yes, I take part", "agreed")
    mentor_withdraws(session, cast)
    session.scalars(select(Rater)).one().address = "max@example.net"
    session.commit()
    form = browser.page(path).form("Stop, and delete my address")
    browser.post(path, data={"text": str(form.fields["text"]), "do": "stopped"})
    session.expire_all()
    assert session.scalars(select(Rater)).one().address is None
    assert browser.page(path).main.forms == []


def test_what_a_mentee_said_no_to_stays_said_though_the_mentor_withdraws(
    browser: Browser, session: Session, path: str, cast: Cast
) -> None:
    press(browser, path, "Yes, I take part", "declined")
    mentor_withdraws(session, cast)
    session.commit()
    page = browser.page(path).main
    assert "Your address is deleted" in page.text
    assert page.forms == []


def test_a_link_that_is_none_is_not_found(browser: Browser, path: str) -> None:
    for wrong in ("/raters/x", f"{path}x", "/raters/" + "A" * 43):
        assert browser.get(wrong).status_code == 404
