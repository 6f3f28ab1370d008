"""Coming in by the code of a session: at once for who is known, by a mailed link for who is not."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.enums import CheckInWay
from app.casework.drop_ins.rules import NO_GOOD, WRONG_CODE
from app.casework.enums import AttendanceStatus
from app.cohorts.models import Cohort
from app.people.models import EmailAddress
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.client import Statements
from tests.season import SLUG, register
from tests.site.house import ADA, House
from tests.site.join.drop_in.room import (
    CHECK_IN,
    DROP_IN,
    EVE,
    JOIN,
    code,
    mailed,
    marks,
    places,
    said,
    ways,
)


def test_who_is_new_was_there_at_the_minute_of_the_code(
    house: House, cast: Cast, season: Cohort
) -> None:
    browser, typed_at = house.browser(), house.now
    assert browser.page(JOIN).link("I am in the session now") == DROP_IN
    first = browser.page(DROP_IN).form("I am here")
    shown = code(house, cast)
    by_hand = f"{shown[:3]} {shown[3:]}".lower()
    asked = browser.post(DROP_IN, data=first.data("I am here", code=by_hand))
    assert asked.status_code == 200
    assert "Your code was right, at 12:05 PM Mountain Time" in asked.page.text
    house.now += timedelta(minutes=4)  # writing a name takes longer than a code is shown
    form = asked.page.form("Email me a link")
    assert "code" not in form.fields
    who = {key: value for key, value in said(house, cast).items() if key != "code"}
    answer = browser.post(form.action, data=form.data("Email me a link", **who))
    assert answer.status_code == 200
    assert f"A link is on its way to {EVE}" in answer.page.text
    assert marks(house, season) == []
    assert places(house, season) == 0
    house.now += timedelta(minutes=9)
    arrived = browser.post(mailed(house))
    confirmation = arrived.headers["location"]
    assert confirmation.startswith(f"{DROP_IN}/")
    assert "Record that I was there" in browser.page(confirmation).text
    assert marks(house, season) == [], "a GET records nobody"
    assert browser.post(confirmation).headers["location"] == CHECK_IN
    assert marks(house, season) == [("Eve", AttendanceStatus.PRESENT, typed_at)]
    assert browser.post(confirmation).status_code == 303
    assert len(marks(house, season)) == 1
    assert "You are checked in, 12:05 PM Mountain Time." in browser.page(CHECK_IN).text
    assert ways(house) == [CheckInWay.CODE]


def test_who_says_all_at_once_is_mailed_at_once(house: House, cast: Cast, season: Cohort) -> None:
    browser = house.browser()
    answer = browser.post(DROP_IN, data=said(house, cast))
    assert answer.status_code == 200
    assert "recorded as there from this minute" in answer.page.text
    confirmation = browser.post(mailed(house)).headers["location"]
    browser.post(confirmation)
    assert marks(house, season) == [("Eve", AttendanceStatus.PRESENT, house.now)]


def test_a_picture_is_taken_when_it_is_scanned(house: House, cast: Cast, season: Cohort) -> None:
    browser, scanned_at = house.browser(), house.now
    page = browser.page(f"{DROP_IN}?code={code(house, cast)}&session=3")
    assert "Your code was right, at 12:05 PM Mountain Time" in page.text
    house.now += timedelta(minutes=4)
    form = page.form("Email me a link")
    bad = said(house, cast, code="", institution=str(uuid4()))
    again = browser.post(form.action, data=form.data("Email me a link", **bad))
    assert again.status_code == 422
    form = again.page.form("Email me a link")
    assert form.fields["given_name"] == "Eve"
    house.now += timedelta(minutes=4)
    home = str(cast.person("ben").institution_id)
    browser.post(form.action, data=form.data("Email me a link", institution=home))
    confirmation = browser.post(mailed(house)).headers["location"]
    assert browser.post(confirmation).headers["location"] == CHECK_IN
    assert marks(house, season) == [("Eve", AttendanceStatus.PRESENT, scanned_at)]
    assert ways(house) == [CheckInWay.QR]


def test_who_was_here_before_signs_in_and_presses_one_button(
    house: House, cast: Cast, season: Cohort
) -> None:
    browser, scanned_at = house.browser(), house.now
    page = browser.page(f"{DROP_IN}?code={code(house, cast)}&session=3")
    next_path = page.link("Sign in to go on").partition("?next=")[2]
    house.now += timedelta(minutes=6)
    arrived = browser.post(house.link(browser, ADA, next_path))
    assert arrived.headers["location"] == next_path
    form = browser.page(next_path).form("Record that I was there")
    assert browser.post(form.action).headers["location"] == CHECK_IN
    assert marks(house, season) == [("Ada", AttendanceStatus.PRESENT, scanned_at)]
    other = house.signed_in("ben@example.org")
    answer = other.post(next_path)  # passed on: another browser opens nothing by it
    assert answer.status_code == 409
    assert str(NO_GOOD) in answer.page.text
    assert len(marks(house, season)) == 1


def test_who_is_known_gets_the_usual_link_and_the_answer_says_no_more(
    house: House, cast: Cast, season: Cohort
) -> None:
    browser = house.browser()
    new = browser.post(DROP_IN, data=said(house, cast)).page.main.text
    known = browser.post(DROP_IN, data=said(house, cast, email=ADA)).page.main.text
    assert known == new.replace(EVE, ADA)
    confirmation = browser.post(mailed(house)).headers["location"]
    assert browser.post(confirmation).status_code == 303
    assert [name for name, _status, _at in marks(house, season)] == ["Ada"]


def test_who_is_signed_in_is_recorded_at_once(house: House, cast: Cast, season: Cohort) -> None:
    ada = house.signed_in(ADA)
    form = ada.page(DROP_IN).form("I am here")
    assert "given_name" not in form.fields
    wrong = ada.post(DROP_IN, data={"code": "XXXXXX"})
    assert wrong.status_code == 422
    assert str(WRONG_CODE) in wrong.page.text
    assert places(house, season) == 0
    done = ada.post(DROP_IN, data={"code": code(house, cast)})
    assert done.headers["location"] == CHECK_IN
    assert "You are checked in" in ada.page(CHECK_IN).text
    assert marks(house, season) == [("Ada", AttendanceStatus.PRESENT, house.now)]
    ada.post(DROP_IN, data={"code": code(house, cast)})
    assert ways(house) == [CheckInWay.CODE], "twice is once"


def test_who_is_signed_in_and_scans_presses_one_button(
    house: House, cast: Cast, season: Cohort
) -> None:
    ada, shown = house.signed_in(ADA), code(house, cast)
    page = ada.page(f"{DROP_IN}?code={shown}&session=3")
    form = page.form("I am here")
    assert form.fields["code"] == f"{shown[:3]} {shown[3:]}"
    assert places(house, season) == 0, "a GET changes nothing"
    assert ada.post(form.action, data=form.data("I am here")).headers["location"] == CHECK_IN
    assert ways(house) == [CheckInWay.QR]


def test_who_is_registered_is_led_to_the_check_in(
    house: House, session: Session, cast: Cast, season: Cohort
) -> None:
    register(session, season, cast, "ada")
    ada, shown = house.signed_in(ADA), code(house, cast)
    scanned = ada.get(f"{DROP_IN}?code={shown}&session=3").headers["location"]
    assert scanned == f"{CHECK_IN}?code={shown}"
    form = ada.page(scanned).form("Check in")
    ada.post(form.action, data=form.data("Check in"))
    assert ways(house) == [CheckInWay.QR]
    assert ada.get(DROP_IN).headers["location"] == "/c"


def test_the_way_is_shown_only_while_a_session_is_open(house: House) -> None:
    browser, on = house.browser(), house.now
    for minutes, is_shown in ((-16, False), (-15, True), (54, True), (55, False)):
        house.now = on + timedelta(minutes=minutes)
        assert ("I am in the session now" in browser.page(JOIN).text) is is_shown


def test_nothing_is_kept_of_who_does_not_open_the_link(house: House, cast: Cast) -> None:
    house.browser().post(DROP_IN, data=said(house, cast))
    known = select(EmailAddress).where(col(EmailAddress.address) == EVE)
    assert house.session.scalars(known).first() is None


def test_the_page_that_is_shared_says_where_newcomers_come_in(
    house: House, cast: Cast, season: Cohort
) -> None:
    fay = house.proven("fay@example.org")
    page = fay.page(f"/teach/{SLUG}/sessions/3/check-in")
    host = urlsplit(house.app.state.settings.base_url).netloc
    assert f"Not registered yet? Scan, or go to {host}{DROP_IN}" in page.text
    card = fay.page(f"/teach/{SLUG}/sessions/3/check-in/card")
    assert f"{host}{DROP_IN}" in card.text


@pytest.mark.parametrize("size", [50, 500])
def test_statements_do_not_grow_with_the_series(
    house: House, cast: Cast, season: Cohort, statements: Statements, size: int
) -> None:
    enroll_crowd(house.session, season, size)
    house.session.commit()
    ada, stranger = house.signed_in(ADA), house.browser()
    with statements() as asked:
        stranger.page(f"{DROP_IN}?code={code(house, cast)}&session=3")
    assert asked.total == SCANNING
    shown = code(house, cast)
    with statements() as sent:
        ada.post(DROP_IN, data={"code": shown})
    assert sent.total in DROPPING_IN


SCANNING, DROPPING_IN = 6, {40, 43}  # on PostgreSQL a chain has a lock for each line
