"""Moments are told on the reader's clock first, and on the cohort's beside it, on every page."""

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.actions import withdraw
from app.cohorts.joining.actions import invite
from app.cohorts.rules import to_utc
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn

PAGES = {
    "ada": (
        "/home",
        "/cohorts/fall-2026",
        "/cohorts/fall-2026/units/2",
        "/cohorts/fall-2026/sessions/2",
        "/join/fall-2026",
        "/my/record",
    ),
    "fay": (
        "/teach",
        "/teach/fall-2026/sessions/2",
        "/teach/fall-2026/sessions/2/attendance",
    ),
}
CASES = [(persona, path) for persona, paths in PAGES.items() for path in paths]


@pytest.mark.parametrize(("zone", "own"), [("Pacific/Honolulu", "9:00"), ("Asia/Tokyo", "4:00")])
@pytest.mark.parametrize(("persona", "path"), CASES)
def test_own_clock_leads_and_the_cohorts_stands_beside_it(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str, zone: str, own: str
) -> None:
    cast.person(persona).zone = zone
    session.commit()
    text = sign_in(persona).page(path).main.text.replace("\u202f", " ")
    assert re.search(rf"{own}.{{,120}}12:00 PM by the cohort’s clock", text), text
    noon = re.findall(r"12:00 PM.{0,60}", text)
    assert [told for told in noon if "by the cohort’s clock (Mountain Time)" not in told] == []


@pytest.mark.parametrize(("persona", "path"), CASES)
def test_one_clock_is_enough_where_both_show_the_same(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str
) -> None:
    """In November, Phoenix and Denver do."""
    cast.person(persona).zone = "America/Phoenix"
    session.commit()
    text = sign_in(persona).page(path).main.text.replace("\u202f", " ")
    assert "Nov 19, 12:00" in text or "Thu 12:00" in text
    assert "by the cohort’s clock" not in text.partition("Nov 19")[2][:60]


EARLY = NOW - timedelta(days=20)
"""Before the first unit of the cohort opens, which is at six in Denver."""
OPENINGS = {
    "ada": [
        "/home",
        "/cohorts/fall-2026",
        "/cohorts/fall-2026/units/2",
        "/cohorts/fall-2026/sessions/2",
        "/cohorts/fall-2026/reflections",
    ],
    "cora": ["/manage/cohorts/fall-2026/schedule"],
}


@pytest.mark.parametrize(
    ("persona", "path"), [(who, path) for who, paths in OPENINGS.items() for path in paths]
)
def test_opening_is_told_on_both_clocks_on_every_page(
    database: Database, session: Session, cast: Cast, persona: str, path: str
) -> None:
    cast.person(persona).zone = "Pacific/Honolulu"
    session.commit()
    app = create_app(Settings(demo=True), database=database, clock=lambda: EARLY)
    text = Browser(app).sign_in(persona).page(path).main.text.replace("\u202f", " ")
    assert re.search("3:00 AM Hawaii Time.{,10}6:00 AM by the cohort’s clock", text) or re.search(
        r"6:00 AM 3:00 AM for you \(Hawaii Time\)", text
    ), text


@pytest.mark.parametrize(
    "page", ["move", "move?day=2026-12-02&at=12:00&minutes=60", "cancellation", "leaders"]
)
def test_change_of_a_schedule_is_told_on_both_clocks(
    sign_in: SignIn, session: Session, cast: Cast, page: str
) -> None:
    cast.person("cora").zone = "Pacific/Honolulu"
    session.commit()
    path = f"/manage/cohorts/fall-2026/schedule/3/{page}"
    text = sign_in("cora").page(path).main.text.replace("\u202f", " ")
    told = "Thu, Nov 26, 9:00 AM Hawaii Time, 12:00 PM by the cohort’s clock (Mountain Time)"
    assert told in text
    assert "PM Mountain Time" not in text


def test_change_of_deadlines_is_told_on_both_clocks(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("cora").zone = "Pacific/Honolulu"
    session.commit()
    wish = {"enrollment_closes": "2026-11-30", "closes": "2027-01-15", "claims_close": "2027-01-05"}
    page = sign_in("cora").page("/manage/cohorts/fall-2026/schedule/dates", params=wish)
    text = page.main.text.replace("\u202f", " ")
    for day in ("November 30, 2026", "January 15, 2027", "January 5, 2027"):
        assert f"{day}, 2:00 PM Hawaii Time, 5:00 PM by the cohort’s clock (Mountain Time)" in text
    ours = text.partition("Hello ")[0]  # a letter that it shows is in its reader's zone
    assert ours != text
    assert "PM Mountain Time" not in ours


def test_act_of_a_history_is_told_on_both_clocks(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = cast.person("cora")
    cora.zone = "Pacific/Honolulu"
    withdraw(session, cast.enrollment("ada"), reason="She left.", by=cora.id, now=NOW)
    session.commit()
    first = sign_in("cora").page("/manage/cohorts/fall-2026/history").row_headers[0]
    told = "Wed, Nov 18, 7:00 AM Hawaii Time 10:00 AM by the cohort’s clock (Mountain Time)"
    assert first.replace("\u202f", " ") == told


DEADLINES = {
    "cora": ["/manage/cohorts/fall-2026", "/manage/cohorts/fall-2026/schedule"],
    "ada": ["/join/fall-2026"],
}


@pytest.mark.parametrize(
    ("persona", "path"), [(who, path) for who, paths in DEADLINES.items() for path in paths]
)
def test_deadline_is_told_on_both_clocks(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, path: str
) -> None:
    cast.person(persona).zone = "Pacific/Honolulu"
    session.commit()
    facts = sign_in(persona).page(path).facts
    told = [words for words in facts.values() if "Hawaii Time" in words]
    assert told
    assert [words for words in told if "by the cohort’s clock (Mountain Time)" not in words] == []
    assert [words for words in facts.values() if words.endswith("Mountain Time")] == []


def test_seat_is_held_until_a_moment_on_both_clocks_wherever_that_is_told(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    lee, until = cast.person("lee"), to_utc(date(2026, 12, 1), time(17), "America/Denver")
    for person in (lee, cast.person("cora")):
        person.zone = "Pacific/Honolulu"
    invite(session, cast.fall, lee.id, until=until, by=cast.id("cora"), now=NOW)
    session.commit()
    people = "/manage/cohorts/fall-2026/people"
    for persona, path in (
        ("lee", "/home"),
        ("lee", "/join/fall-2026"),
        ("cora", f"{people}/waitlist"),
        ("cora", f"{people}/{lee.id}"),
    ):
        text = sign_in(persona).page(path).main.text.replace("\u202f", " ")
        both = "Tue, Dec 1, 2:00 PM Hawaii Time, 5:00 PM by the cohort’s clock (Mountain Time)"
        assert both in text, path
