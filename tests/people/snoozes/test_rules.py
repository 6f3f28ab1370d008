"""To which days something can be put off, on the clocks of whoever puts it off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.people.snoozes.rules import (
    LONGEST,
    NOT_AHEAD,
    TOO_FAR,
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
