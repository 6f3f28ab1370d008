"""A session moved across a clock change, as people in Denver, Phoenix, the Navajo Nation and
Honolulu see it; nothing that had opened closes.

On March 14, 2027 clocks go ahead in Denver and in the Navajo Nation, and nowhere else here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.actions import record_due_openings
from app.cohorts.models import UnitOpening
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import unit

SCHEDULE = "/manage/cohorts/fall-2026/schedule"
COHORT = "/cohorts/fall-2026"
WINTER = {"day": "2026-11-26", "at": "12:00", "minutes": "60"}
SUMMER = {"day": "2027-03-18", "at": "12:00", "minutes": "60"}
IN_WINTER = datetime(2026, 11, 26, 19, tzinfo=UTC)
IN_SUMMER = datetime(2027, 3, 18, 18, tzinfo=UTC)


class Hours(NamedTuple):
    """A session, and the opening of its unit, on somebody's clock."""

    session: str
    opening: str
    zone: str = "Mountain Time"

    @property
    def begins(self) -> str:
        """`9:00 AM`."""
        begins, _dash, _ends = self.session.partition(" – ")
        return begins if begins.endswith("M") else f"{begins} {self.session[-2:]}"


@dataclass(frozen=True)
class Clocks:
    """What a reader's clocks show of a session at noon, opened at 6, in the cohort's zone."""

    zone: str
    winter: Hours
    summer: Hours

    def of(self, to: dict[str, str]) -> Hours:
        return self.summer if to is SUMMER else self.winter


OF_COHORT = Hours("12:00 – 1:00 PM", "6:00 AM")
BESIDE = ("12:00 PM by the cohort’s clock", "6:00 AM by the cohort’s clock")
HONOLULU = Clocks(
    "Pacific/Honolulu",
    Hours("9:00 – 10:00 AM", "3:00 AM", "Hawaii Time"),
    Hours("8:00 – 9:00 AM", "2:00 AM", "Hawaii Time"),
)
PHOENIX = Clocks(
    "America/Phoenix",
    OF_COHORT,
    Hours("11:00 AM – 12:00 PM", "5:00 AM", "Mountain Standard Time"),
)
READERS = (
    Clocks("America/Denver", OF_COHORT, OF_COHORT),
    PHOENIX,
    Clocks("America/Shiprock", OF_COHORT, OF_COHORT),
    HONOLULU,
)


def move(cora: Browser, position: int, to: dict[str, str]) -> None:
    """As she does it: the new time, what follows, and the reason."""
    page = cora.page(f"{SCHEDULE}/{position}/move", params=to)
    form = page.form(f"Move the session of Week {position}")
    answer = cora.post(form.action, data=form.data(reason="A conference."))
    assert answer.status_code == 303, answer.text


def beside(text: str, own: Hours, said: str) -> None:
    """The cohort's clock is told where the reader's shows something else, and only there."""
    assert (said in text) == (own != OF_COHORT)


def for_her(text: str, own: Hours, hour: str) -> None:
    """Who plans reads the cohort's clock, and hers beside it where it shows something else."""
    assert (f"{hour} for you ({own.zone})" in text) == (own != OF_COHORT)


@pytest.mark.parametrize("reader", READERS, ids=lambda clocks: clocks.zone)
def test_times_and_openings_move_by_the_right_amounts_there_and_back(
    sign_in: SignIn, session: Session, cast: Cast, reader: Clocks
) -> None:
    for name in ("ada", "cora"):
        cast.person(name).zone = reader.zone
    session.commit()
    cora, ada = sign_in("cora"), sign_in("ada")
    for to, starts, opens in (
        (SUMMER, IN_SUMMER, datetime(2027, 3, 15, 12, tzinfo=UTC)),
        (WINTER, IN_WINTER, datetime(2026, 11, 23, 13, tzinfo=UTC)),
    ):
        own = reader.of(to)
        move(cora, 3, to)
        third = unit(cast, 3)
        assert (third.starts_at, third.opens_at) == (starts, opens)
        day = "Thu, Mar 18, 2027" if to is SUMMER else "Thu, Nov 26"
        monday = "Mon, Mar 15, 2027" if to is SUMMER else "Mon, Nov 23"
        line = ada.page(COHORT).row("Week 3: Module 3 title").text
        assert f"{day}, {own.session} {own.zone}" in line
        assert f"Opens {monday}, {own.opening} {own.zone}" in line
        beside(line, own, BESIDE[0])
        beside(line, own, BESIDE[1])
        locked = ada.page(f"{COHORT}/units/3").main.text
        assert f"Opens {monday}, {own.opening} {own.zone}" in locked
        beside(locked, own, BESIDE[1])
        shown = ada.page(f"{COHORT}/sessions/3").main.text
        assert f"{own.session} {own.zone}" in shown
        beside(shown, own, BESIDE[0])
        row = cora.page(SCHEDULE).row("Week 3 Module 3 title").text
        assert f"{day}, 12:00 – 1:00 PM" in row
        assert f"{monday}, 6:00 AM" in row
        for_her(row, own, own.begins)
        for_her(row, own, own.opening)


@pytest.mark.parametrize("reader", READERS, ids=lambda clocks: clocks.zone)
def test_what_had_opened_stays_open_to_everybody(
    sign_in: SignIn, session: Session, cast: Cast, reader: Clocks
) -> None:
    cast.person("ada").zone = reader.zone
    record_due_openings(session, now=NOW)
    session.commit()
    before = unit(cast, 2).opens_at
    cora, ada = sign_in("cora"), sign_in("ada")
    move(cora, 2, SUMMER)
    assert unit(cast, 2).opens_at == before
    assert ada.page(COHORT).link("Week 2: Module 2 title") == f"{COHORT}/units/2"
    text = ada.page(f"{COHORT}/units/2").main.text
    assert f"Thu {reader.summer.session}" in text
    beside(text, reader.summer, BESIDE[0])
    opened = select(UnitOpening).where(col(UnitOpening.unit_id) == unit(cast, 2).id)
    assert [row.opened_at for row in session.scalars(opened)] == [before]


def test_the_check_page_shows_every_clock_and_whose_hour_changes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ada").zone, cast.person("nan").zone = "Pacific/Honolulu", "America/Phoenix"
    session.commit()
    page = sign_in("cora").page(f"{SCHEDULE}/3/move", params=SUMMER)
    assert page.table("When the session begins, by time zone of the people").rows == [
        "Denver Mountain Time 0 people Thu, Nov 26, 12:00 PM Thu, Mar 18, 2027, 12:00 PM "
        "Mon, Mar 15, 2027, 6:00 AM",
        "Phoenix Mountain Standard Time 1 person Thu, Nov 26, 12:00 PM Thu, Mar 18, 2027, 11:00 AM "
        "Mon, Mar 15, 2027, 5:00 AM",
        "Honolulu Hawaii Time 1 person Thu, Nov 26, 9:00 AM Thu, Mar 18, 2027, 8:00 AM "
        "Mon, Mar 15, 2027, 2:00 AM",
    ]
    moved = [part.text for part in page.all("strong.moved")]
    assert moved == ["Thu, Mar 18, 2027, 11:00 AM", "Thu, Mar 18, 2027, 8:00 AM"]
    assert "Clocks go ahead on Sun, Mar 14, 2027: Denver." in page.text
