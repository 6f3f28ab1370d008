"""What a certificate of teaching says, and when one is due."""

from datetime import UTC, date, datetime

import pytest

from app.certificates.led.rules import (
    LED_NOTHING,
    Led,
    as_of,
    hours_text,
    minutes_in,
    why_not_first,
    words_of,
)
from app.certificates.rules import (
    ALREADY_ISSUED,
    NO_ACTIVITY,
    NOT_READY,
    REVOKED_ON,
)

NIGHT = Led(datetime(2026, 12, 1, 3, 30, tzinfo=UTC), 60, "Giving feedback", "lead")
NOON = Led(datetime(2026, 11, 5, 19, 0, tzinfo=UTC), 53, "Letting go", "guest")
DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (113, "1 hour 53 minutes"),
        (180, "3 hours"),
        (424, "7 hours 4 minutes"),
    ],
)
def test_minutes_are_told_exactly(minutes: int, words: str) -> None:
    assert hours_text(minutes) == words


def test_days_are_those_of_the_cohort_and_in_order() -> None:
    words = words_of([NIGHT, NOON], "America/Denver")
    days = [(own.day, own.title, own.part, own.minutes) for own in words["sessions_led"]]
    assert days == [
        (date(2026, 11, 5), "Letting go", "Guest", 53),
        (date(2026, 11, 30), "Giving feedback", "Lead", 60),
    ]
    assert words["dates_text"] == "November 5–30, 2026"
    assert words["completed_on"] == date(2026, 11, 30)
    assert words["hours_text"] == "1 hour 53 minutes"
    assert minutes_in([NIGHT, NOON]) == 113


def test_what_came_later_was_not_yet_led() -> None:
    assert as_of([NOON, NIGHT], NIGHT.starts_at) == (NOON,)
    assert as_of([NOON, NIGHT], NIGHT.ends_at) == (NOON, NIGHT)


def test_first_one_is_due_to_who_led_something() -> None:
    assert why_not_first([NOON], None, None, has_activity=True) is None
    assert why_not_first([], None, None, has_activity=True) == NOT_READY(missing=(LED_NOTHING,))
    assert why_not_first([NOON], None, None, has_activity=False) == NOT_READY(
        missing=(NO_ACTIVITY,)
    )
    assert why_not_first([NOON], "WP-1", None, has_activity=True) == ALREADY_ISSUED(number="WP-1")
    assert why_not_first([NOON], None, DAY, has_activity=True) == NOT_READY(
        missing=(REVOKED_ON(day=DAY),)
    )
