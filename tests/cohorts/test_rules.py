"""Time in a cohort: wall clocks, both clock changes, openings that never close."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts import rules

DENVER, PHOENIX = "America/Denver", "America/Phoenix"
ZONES = (DENVER, PHOENIX, "America/Anchorage", "Pacific/Honolulu", "America/Chicago", "UTC")
NOON = time(12, 0)
THURSDAYS = [date(2026, 9, 24) + timedelta(weeks=n) for n in range(26)]

days = st.dates(date(2024, 1, 1), date(2035, 12, 31))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def test_six_months_of_weekly_sessions_stay_at_noon_in_denver_across_both_clock_changes() -> None:
    starts = [rules.to_utc(day, NOON, DENVER) for day in THURSDAYS]
    assert THURSDAYS[0] < date(2026, 11, 1) < date(2027, 3, 14) < THURSDAYS[-1]
    assert {local(start, DENVER).time() for start in starts} == {NOON}
    assert [local(start, DENVER).date() for start in starts] == THURSDAYS


def test_six_months_of_denver_noons_move_by_an_hour_in_phoenix_and_back() -> None:
    starts = [rules.to_utc(day, NOON, DENVER) for day in THURSDAYS]
    hours = [local(start, PHOENIX).hour for start in starts]
    winter = [date(2026, 11, 1) <= day < date(2027, 3, 14) for day in THURSDAYS]
    assert hours == [12 if standard else 11 for standard in winter]
    assert {hours.count(11) > 0, hours.count(12) > 0} == {True}


@pytest.mark.parametrize(
    ("wall", "utc"),
    [
        (time(1, 30), datetime(2026, 3, 8, 8, 30, tzinfo=UTC)),
        (time(2, 30), datetime(2026, 3, 8, 9, 30, tzinfo=UTC)),  # the hour that does not exist
        (time(3, 30), datetime(2026, 3, 8, 9, 30, tzinfo=UTC)),
    ],
)
def test_wall_time_in_a_gap_is_when_the_clock_has_jumped(wall: time, utc: datetime) -> None:
    assert rules.to_utc(date(2026, 3, 8), wall, DENVER) == utc


def test_wall_time_that_happens_twice_is_the_first_of_both() -> None:
    assert rules.to_utc(date(2026, 11, 1), time(1, 30), DENVER) == datetime(
        2026, 11, 1, 7, 30, tzinfo=UTC
    )


@given(day=days, zone=st.sampled_from(ZONES), hour=st.integers(4, 23))
def test_wall_time_comes_back_from_utc(day: date, zone: str, hour: int) -> None:
    there = local(rules.to_utc(day, time(hour), zone), zone)
    assert (there.date(), there.time()) == (day, time(hour))


@given(day=days, zone=st.sampled_from(ZONES), weekday=st.sampled_from(rules.WEEKDAYS))
def test_opening_is_on_its_weekday_within_the_week_before_the_session(
    day: date, zone: str, weekday: str
) -> None:
    opening = local(rules.opening(day, zone, weekday=weekday, wall=time(6)), zone)
    assert rules.WEEKDAYS[opening.weekday()] == weekday
    assert timedelta(0) <= day - opening.date() < timedelta(days=7)
    assert opening.time() == time(6)


def test_early_opening_for_one_person_opens_it() -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    assert not rules.is_open(now + timedelta(days=1), now)
    assert rules.is_open(now + timedelta(days=1), now, opened_early=True)


def test_current_unit_is_the_one_that_opened_last() -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    openings = [(n, now + timedelta(days=7 * (n - 2))) for n in (1, 2, 3)]
    assert rules.current_position(openings, now) == 2
    assert rules.current_position(openings, now - timedelta(days=30)) is None


def test_closed_cohort_takes_no_more_work() -> None:
    now = datetime(2026, 11, 18, tzinfo=UTC)
    assert rules.why_not_work(now + timedelta(seconds=1), now) is None
    assert rules.why_not_work(now, now) == (rules.CLOSED)


@given(days, st.sampled_from(ZONES), st.integers(0, 26))
def test_unit_that_opens_weeks_earlier_opens_at_the_same_wall_time(
    day: date, zone: str, weeks: int
) -> None:
    usual = rules.opening(day, zone, weekday="monday", wall=NOON)
    early = rules.opening(day, zone, weekday="monday", wall=NOON, weeks_before=weeks)
    assert local(early, zone).time() == local(usual, zone).time() == NOON
    assert local(usual, zone).date() - local(early, zone).date() == timedelta(weeks=weeks)


@pytest.mark.parametrize(
    ("given_reason", "why_not"), [("", rules.WHY), (" ", rules.WHY), ("x", None)]
)
def test_what_people_rely_on_is_changed_for_a_reason(
    given_reason: str, why_not: object | None
) -> None:
    assert rules.why_not_without_reason(given_reason) == why_not
