"""To which days something can be put off, on the clocks of whoever puts it off."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.snoozes.rules import (
    LONGEST,
    NOT_AHEAD,
    THINGS,
    TOLD_APART,
    TOO_FAR,
    PutOff,
    Things,
    begins,
    usual_days,
    why_not_put_off,
)

HONOLULU, DENVER = "Pacific/Honolulu", "America/Denver"
LATE = datetime(2026, 12, 1, 5, 0, tzinfo=UTC)  # still November 30 in both zones


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 29), NOT_AHEAD),
        (date(2026, 11, 30), NOT_AHEAD),
        (date(2026, 12, 1), None),
        (date(2026, 11, 30) + LONGEST, None),
        (date(2026, 11, 30) + LONGEST + timedelta(days=1), TOO_FAR),
    ],
)
def test_a_day_after_today_within_three_months(day: date, why: object) -> None:
    assert why_not_put_off(day, DENVER, LATE) == why


def test_a_day_begins_on_the_readers_clock_on_either_side_of_a_clock_change() -> None:
    assert begins(date(2026, 11, 1), DENVER) == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    assert begins(date(2026, 11, 2), DENVER) == datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
    assert begins(date(2026, 11, 2), HONOLULU) == datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("offset", range(7))
def test_usual_days_are_tomorrow_and_two_mondays_after_it(offset: int) -> None:
    now = LATE + timedelta(days=offset)
    tomorrow, monday, other = usual_days(DENVER, now)
    assert tomorrow == date(2026, 12, 1) + timedelta(days=offset)
    assert (monday.weekday(), other.weekday()) == (0, 0)
    assert tomorrow < monday <= tomorrow + timedelta(days=7)
    assert other - monday == timedelta(days=7)
    assert all(why_not_put_off(day, DENVER, now) is None for day in (tomorrow, monday, other))


IDS = st.sets(st.integers(0, 2 * TOLD_APART), max_size=2 * TOLD_APART)


@given(IDS, IDS)
def test_what_was_not_seen_brings_it_back_and_what_is_done_does_not(
    seen: set[int], now: set[int]
) -> None:
    """Of more than are told apart, what is done cannot be told from what is new: it is there."""
    then = PutOff(LATE, Things.read(str(Things.of(seen))))
    if now == seen or (now <= seen and len(seen) <= TOLD_APART):
        assert then.hides(Things.of(now))
    if now - seen:
        assert not then.hides(Things.of(now))


def test_one_of_very_many_that_makes_place_for_another_brings_it_back() -> None:
    then = PutOff(LATE, Things.read(str(Things.of(range(TOLD_APART + 50)))))
    assert then.hides(Things.of(range(TOLD_APART + 50)))
    assert not then.hides(Things.of(range(1, TOLD_APART + 51)))


def test_very_many_that_were_put_off_as_a_mere_number_are_compared_by_it() -> None:
    then = PutOff(LATE, Things.read("150"))
    assert then.hides(Things.of(range(150)))
    assert not then.hides(Things.of(range(151)))


@given(IDS)
def test_what_is_written_down_of_things_fits_a_form(ids: set[int]) -> None:
    things = Things.of(ids)
    assert re.fullmatch(THINGS, str(things))
    assert Things.read(str(things)) == things


def test_what_was_put_off_before_it_was_written_down_stays_so_until_its_day() -> None:
    assert PutOff(LATE).hides(Things(1_000))
