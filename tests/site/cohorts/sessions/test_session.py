"""One case session for its learner, and its calendar file."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from app.cohorts.models import SessionPart
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import Cast
from tests.client import Browser, SignIn


def test_unit_without_a_session_has_no_calendar_file(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    session.delete(cast.case_session("fall-2026", 2))
    session.commit()
    ada = sign_in("ada")
    assert ada.get("/cohorts/fall-2026/sessions/2.ics").status_code == 404
    for path in ("/home", "/cohorts/fall-2026", "/cohorts/fall-2026/units/2", "/my/record"):
        assert ada.get(path).status_code == 200


def test_session_page_shows_the_case_and_never_the_guide(sign_in: SignIn) -> None:
    page = sign_in("ada").get("/cohorts/fall-2026/sessions/2").text
    assert "Case for learners 2." in page
    assert "Guide only" not in page


def test_how_to_join_comes_before_the_case_on_a_phone_until_it_is_over(
    sign_in: SignIn,
) -> None:
    ada = sign_in("ada")
    over, ahead = (ada.page(f"/cohorts/fall-2026/sessions/{n}") for n in (1, 2))
    assert ahead.all(".split.act-first")
    assert over.all(".split")
    assert not over.all(".split.act-first")


def test_session_of_a_locked_unit_hides_its_case(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/cohorts/fall-2026/sessions/3")
    assert "Case for learners" not in answer.text
    assert "Case 3" not in answer.text
    assert "The case opens Mon, Nov 23, 6:00 AM Mountain Time" in answer.page.text


@pytest.mark.parametrize("position", [2, 3])
def test_calendar_file_has_one_event_and_gives_nothing_away(sign_in: SignIn, position: int) -> None:
    answer = sign_in("ada").get(f"/cohorts/fall-2026/sessions/{position}.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]).endswith(f"Week {position}, live session")
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=60)
    assert b"Module" not in answer.content
    description = str(event["description"])
    assert ("Case 2" in description) == (position == 2)  # the other one is locked
    assert "Case 3" not in description
    assert "Join: https://zoom.example/j/1" in description
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(minutes=-15)


def test_calendar_file_names_who_leads(sign_in: SignIn, session: Session, cast: Cast) -> None:
    held = cast.case_session("fall-2026", 2)
    session.add(SessionPart(case_session_id=held.id, person_id=cast.id("fay"), part="lead"))
    session.commit()
    answer = sign_in("ada").get("/cohorts/fall-2026/sessions/2.ics")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert cast.person("fay").display_name in str(event["description"])


def test_joining_is_offered_from_an_hour_before_until_it_is_over(
    database: Database, session: Session, cast: Cast
) -> None:
    starts = cast.case_session("fall-2026", 2).starts_at
    for minutes, offered in ((-61, False), (-60, True), (59, True), (60, False)):
        moment = starts + timedelta(minutes=minutes)
        app = create_app(Settings(demo=True), database=database, clock=lambda at=moment: at)  # type: ignore[misc]
        ada = Browser(app).sign_in("ada")
        page = ada.page("/cohorts/fall-2026/sessions/2")
        assert ("Join Zoom" in page.text) == offered, minutes
        assert ("You can join here from" in page.text) == (minutes == -61)
        assert ("Add to calendar" in page.text) == (minutes < 60)
        home = ada.page("/home")
        assert ("Your live session" in home.text) == offered, minutes
        first = home.main.texts("a.button")[0]
        assert (first == "Join Zoom") == offered, "on a phone nothing stands above it"
