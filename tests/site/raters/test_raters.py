"""A mentee says yes, no, or no more, by the link of their letter; a GET changes nothing."""

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.studies.raters.actions import name_mentee
from app.studies.raters.models import Rater, RaterEvent
from app.studies.raters.tokens import token_for
from tests.cast import NOW, Cast
from tests.client import Browser
from tests.studies.projects_of import agree, make_project


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


def test_a_link_that_is_none_is_not_found(browser: Browser, path: str) -> None:
    for wrong in ("/raters/x", f"{path}x", "/raters/" + "A" * 43):
        assert browser.get(wrong).status_code == 404
