"""The room while its session is on: the plan by the clock, and the open step."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.changes.actions import cancel_session
from app.core.db import Database
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import fall
from tests.page import Page
from tests.site.teach.acts import guest, reflect
from tests.site.teach.sessions.guides import browser_at, give_guide

ROOM = "/teach/fall-2026/sessions/1"
HELLO = "Greet them. Nobody else says “hello”."


@pytest.fixture
def starts(session: Session, cast: Cast) -> datetime:
    give_guide(session, cast, 1)
    return cast.case_session("fall-2026", 1).starts_at


def room(database: Database, moment: datetime, query: str = "", who: str = "fay") -> Page:
    return browser_at(database, moment).sign_in(who).page(f"{ROOM}{query}")


def step(page: Page) -> str:
    (text,) = page.texts("#step")
    return text


def test_step_that_is_on_is_open_with_its_part_of_the_guide(
    database: Database, starts: datetime
) -> None:
    page = room(database, starts + timedelta(minutes=3))
    assert page.texts("#plan .on a") == ["12:00 PM Welcome"]
    assert HELLO in step(page)
    assert "Say it aloud." not in step(page)
    assert page.texts("[data-minute]") == ["Minute 3 of 60"]
    assert page.texts("[data-left]") == ["Minutes left in this step: 17"]
    assert page.texts("[data-clock]") == ["12:03 PM"]
    assert "Next, 12:20 PM" in step(page)


def test_disclosure_has_one_button_that_copies_it_as_text(
    database: Database, starts: datetime
) -> None:
    page = room(database, starts + timedelta(minutes=30))
    buttons = [(own.text, own.attribute("data-chat")) for own in page.all("#step button")]
    assert buttons == [
        ("Copy for the chat", "Say it aloud."),
        ("Copy disclosure 1 for the chat", "They: “It is so.”\n\n1. One.\n2. Two."),
    ]
    assert page.texts("#step .badge") == ["at 12:45 PM"]
    assert page.texts("#step .badge.warm") == []
    later = room(database, starts + timedelta(minutes=50))
    assert later.texts("#step .badge.warm") == ["at 12:45 PM"]


def test_any_step_can_be_opened_at_any_time(database: Database, starts: datetime) -> None:
    before = starts - timedelta(days=2)
    assert not room(database, before).texts("#step")
    for moment in (before, starts + timedelta(minutes=50), starts + timedelta(days=1)):
        assert HELLO in step(room(database, moment, "?step=1"))
    assert not room(database, before, "?step=1").texts("#plan .on")
    links = room(database, before).all("#plan a")
    assert [link.attribute("href") for link in links] == [f"{ROOM}?step={n}#step" for n in (1, 2)]


@pytest.mark.parametrize("asked", ["0", "3", "-1"])
def test_step_that_there_is_not_leaves_the_one_that_is_on(
    database: Database, starts: datetime, asked: str
) -> None:
    page = room(database, starts + timedelta(minutes=3), f"?step={asked}")
    assert HELLO in step(page)


def test_clock_is_the_readers(
    database: Database, session: Session, cast: Cast, starts: datetime
) -> None:
    cast.person("fay").zone = "America/Los_Angeles"
    session.commit()
    page = room(database, starts + timedelta(minutes=3))
    assert page.texts("[data-clock]") == ["11:03 AM"]
    assert page.texts("#plan .on a") == ["11:00 AM Welcome"]


def test_what_is_starred_leads_the_reflections(
    database: Database, session: Session, cast: Cast, starts: datetime
) -> None:
    reflect(session, cast, "ada", "Ada thought.", NOW, shared=True)
    reflect(session, cast, "nan", "Nan thought.", NOW, shared=True)
    session.commit()
    fay = browser_at(database, starts).sign_in("fay")
    nan = str(cast.enrollment("nan").id)
    offered = [own.hidden for own in fay.page(ROOM).forms if own.action == f"{ROOM}/stars"]
    assert {"enrollment": nan} in offered
    answer = fay.post(f"{ROOM}/stars", data={"enrollment": nan, "starred": "yes"})
    assert answer.headers["location"] == f"{ROOM}#reflections"
    said = fay.page(ROOM).texts("#reflections")[0]
    order = ("To use in the session", "Nan thought.", "All others", "Ada thought.")
    assert sorted(order, key=said.index) == list(order)
    reflect(session, cast, "nan", "Nan thought again.", NOW, shared=False)
    session.commit()
    assert "Nan thought" not in fay.get(ROOM).text
    assert "To use in the session" not in fay.get(ROOM).text


def test_guest_has_the_session_and_only_that(
    database: Database, session: Session, cast: Cast, starts: datetime
) -> None:
    guest(session, cast, "ben")
    ben = browser_at(database, starts).sign_in("ben")
    page = ben.page(ROOM)
    assert HELLO in step(page)
    assert "/teach/fall-2026?" not in ben.get(ROOM).text
    assert ben.get(f"{ROOM}/groups").status_code == 200
    assert ben.post(f"{ROOM}/groups", data={}).status_code == 303
    for_zoom, button = f"{ROOM}/groups?download_for=zoom", "Download for Zoom"
    assert ben.get(for_zoom).status_code == 404, "it has addresses"
    assert button not in ben.page(f"{ROOM}/groups").text
    fay = browser_at(database, starts).sign_in("fay")
    assert fay.get(for_zoom).status_code == 200
    assert button in fay.page(f"{ROOM}/groups").text
    saved = ben.post(f"{ROOM}/note", data={"text": "It went well.", "seen": "0"})
    assert saved.status_code == 303
    other = ROOM.replace("/1", "/2")
    for path in (other, f"{other}/groups"):
        assert ben.get(path).status_code == 404
    for path, data in ((f"{other}/groups", {}), (f"{other}/note", {"text": "x", "seen": "0"})):
        assert ben.post(path, data=data).status_code == 404


def test_canceled_session_has_its_texts_and_no_clock(
    database: Database, session: Session, cast: Cast
) -> None:
    held, here = cast.case_session("fall-2026", 2), fall(cast)
    seen, cora = held.sequence, cast.id("cora")
    cancel_session(session, here, 2, seen=seen, reason="Ill.", by=cora, now=NOW)
    session.commit()
    page = browser_at(database, held.starts_at).sign_in("fay").page("/teach/fall-2026/sessions/2")
    assert page.texts(".notice") == ["Canceled"]
    assert not page.texts("#step")
    assert "Guide only 2." in page.texts("#guide")[0]
    assert not page.texts("#groups")
