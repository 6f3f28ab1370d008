"""A session moved across a clock change, as people in Denver, Phoenix, the Navajo Nation and
Honolulu see it; nothing that had opened closes.

On March 14, 2027 clocks go ahead in Denver and in the Navajo Nation, and nowhere else here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

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


@dataclass(frozen=True)
class Clocks:
    """What a reader's clocks show beside the cohort's: of a session at noon, opened at 6."""

    zone: str
    winter: str | None
    winter_opening: str | None
    summer: str | None
    summer_opening: str | None


HONOLULU = Clocks(
    "Pacific/Honolulu",
    "9:00 AM for you (Hawaii Time)",
    "3:00 AM for you (Hawaii Time)",
    "8:00 AM for you (Hawaii Time)",
    "2:00 AM for you (Hawaii Time)",
)
PHOENIX = Clocks(
    "America/Phoenix",
    None,
    None,
    "11:00 AM for you (Mountain Standard Time)",
    "5:00 AM for you (Mountain Standard Time)",
)
READERS = (
    Clocks("America/Denver", None, None, None, None),
    PHOENIX,
    Clocks("America/Shiprock", None, None, None, None),
    HONOLULU,
)


def move(cora: Browser, position: int, to: dict[str, str]) -> None:
    """As she does it: the new time, what follows, and the reason."""
    page = cora.page(f"{SCHEDULE}/{position}/move", params=to)
    form = page.form(f"Move the session of Week {position}")
    answer = cora.post(form.action, data=form.data(reason="A conference."))
    assert answer.status_code == 303, answer.text


def expect(page_text: str, said: str | None, others: tuple[str | None, ...]) -> None:
    """What is said of the reader's clock, and nothing else of theirs."""
    if said is not None:
        assert said in page_text
    for other in others:
        assert other is None or other == said or other not in page_text


@pytest.mark.parametrize("reader", READERS, ids=lambda clocks: clocks.zone)
def test_times_and_openings_move_by_the_right_amounts_there_and_back(
    sign_in: SignIn, session: Session, cast: Cast, reader: Clocks
) -> None:
    for name in ("ada", "cora"):
        cast.person(name).zone = reader.zone
    session.commit()
    cora, ada = sign_in("cora"), sign_in("ada")
    all_times = (reader.winter, reader.summer)
    all_openings = (reader.winter_opening, reader.summer_opening)
    for to, starts, opens, time, opening in (
        (SUMMER, IN_SUMMER, datetime(2027, 3, 15, 12, tzinfo=UTC), *_summer(reader)),
        (WINTER, IN_WINTER, datetime(2026, 11, 23, 13, tzinfo=UTC), *_winter(reader)),
    ):
        move(cora, 3, to)
        third = unit(cast, 3)
        assert (third.starts_at, third.opens_at) == (starts, opens)
        day = "Thu, Mar 18" if to is SUMMER else "Thu, Nov 26"
        monday = "Mon, Mar 15" if to is SUMMER else "Mon, Nov 23"
        line = ada.page(COHORT).row("Week 3: Module 3 title").text
        assert f"{day}, 12:00 – 1:00 PM Mountain Time" in line
        assert f"Opens {monday}, 6:00 AM Mountain Time" in line
        expect(line, time, all_times)
        expect(line, opening, all_openings)
        locked = ada.page(f"{COHORT}/units/3").main.text
        assert f"Opens {monday}, 6:00 AM Mountain Time" in locked
        expect(locked, opening, all_openings)
        own = ada.page(f"{COHORT}/sessions/3").main.text
        expect(own, time, all_times)
        row = cora.page(SCHEDULE).row("Week 3 Module 3 title").text
        assert f"{day}, 12:00 – 1:00 PM" in row
        assert f"{monday}, 6:00 AM" in row
        expect(row, time, all_times)
        expect(row, opening, all_openings)


def _summer(reader: Clocks) -> tuple[str | None, str | None]:
    return reader.summer, reader.summer_opening


def _winter(reader: Clocks) -> tuple[str | None, str | None]:
    return reader.winter, reader.winter_opening


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
    assert "Thu 12:00 – 1:00 PM" in text
    expect(text, reader.summer, (reader.winter, reader.summer))
    opened = select(UnitOpening).where(col(UnitOpening.unit_id) == unit(cast, 2).id)
    assert [row.opened_at for row in session.scalars(opened)] == [before]


def test_the_check_page_shows_every_clock_and_whose_hour_changes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ada").zone, cast.person("nan").zone = "Pacific/Honolulu", "America/Phoenix"
    session.commit()
    page = sign_in("cora").page(f"{SCHEDULE}/3/move", params=SUMMER)
    assert page.table("When the session begins, by time zone of the people").rows == [
        "Denver Mountain Time 0 people Thu, Nov 26, 12:00 PM Thu, Mar 18, 12:00 PM "
        "Mon, Mar 15, 6:00 AM",
        "Phoenix Mountain Standard Time 1 person Thu, Nov 26, 12:00 PM Thu, Mar 18, 11:00 AM "
        "Mon, Mar 15, 5:00 AM",
        "Honolulu Hawaii Time 1 person Thu, Nov 26, 9:00 AM Thu, Mar 18, 8:00 AM "
        "Mon, Mar 15, 2:00 AM",
    ]
    moved = [part.text for part in page.all("strong.moved")]
    assert moved == ["Thu, Mar 18, 11:00 AM", "Thu, Mar 18, 8:00 AM"]
    assert "Clocks go ahead on Sun, Mar 14: Denver." in page.text
