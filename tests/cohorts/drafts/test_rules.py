"""The days of a cohort, its proposed name and address, and what keeps a draft back."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.drafts.calendar.rules import (
    Dates,
    dates_of,
    first_day_after,
    usual_dates,
    without_breaks,
    without_day,
)
from app.cohorts.drafts.rules import slug_of, title_of

ZONE, NOON = "America/Denver", time(12)
FIRST = date(2027, 10, 14)


@given(st.integers(1, 8), st.integers(2, 20), st.sets(st.integers(1, 12), max_size=4))
def test_days_read_back_have_the_same_days(between: int, count: int, left_out: set[int]) -> None:
    skipped = frozenset(FIRST + timedelta(weeks=week) for week in left_out)
    days = Dates(FIRST, NOON, ZONE, 60, between, skipped).days(count)
    assert len(set(days)) == count
    assert not skipped.intersection(days)
    assert {day.weekday() for day in days} == {FIRST.weekday()}
    assert dates_of(days, NOON, ZONE, 60).days(count) == days


def test_without_its_first_day_a_cohort_begins_a_week_later() -> None:
    dates = without_day(Dates(FIRST, NOON, ZONE, 60), FIRST)
    assert dates.days(2) == [FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2)]


def test_the_next_term_is_half_years_later_on_the_same_weekday_and_not_too_soon() -> None:
    day = first_day_after(date(2025, 3, 6), date(2026, 11, 18))
    assert day == date(2027, 3, 4)
    assert day.weekday() == date(2025, 3, 6).weekday()


def test_a_new_term_has_the_usual_rhythm_of_one_whose_sessions_were_moved_and_added() -> None:
    monthly = [FIRST + timedelta(weeks=week) for week in (0, 4, 9, 12, 16, 17)]
    dates = dates_of(monthly, NOON, ZONE, 60)
    assert without_breaks(dates, FIRST, monthly).weeks_between == 4
    assert without_breaks(dates, FIRST).weeks_between == 1


def test_name_and_address() -> None:
    assert [str(title_of(date(2027, month, 1))) for month in (1, 7, 10)] == [
        "Spring 2027",
        "Summer 2027",
        "Fall 2027",
    ]
    assert slug_of("Otoño & más", ()) == "otono-mas"
    assert slug_of("New", ()) == "new-2"
    assert slug_of("愛", {"cohort"}) == "cohort-2"


@pytest.mark.parametrize("day", range(7))
def test_a_program_without_a_cohort_is_proposed_a_workday(day: int) -> None:
    today = date(2026, 11, 23) + timedelta(days=day)
    first = usual_dates(today, "America/Denver", 60).first
    assert first.weekday() < 5
    assert timedelta(0) <= first - today - timedelta(weeks=12) <= timedelta(days=2)
