"""When a daily letter is due, on the clock of its reader."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.messages.digests.rules import LASTS, due_day
from app.messages.streams.enums import Stream
from app.messages.streams.rules import NotificationSettings, QuietHours

USUAL = NotificationSettings()


def utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "five"),
    [
        ("America/Denver", utc(19, 0)),
        ("America/Phoenix", utc(19, 0)),
        ("America/New_York", utc(18, 22)),
        ("Pacific/Honolulu", utc(19, 3)),
        ("America/Shiprock", utc(19, 0)),
    ],
)
def test_it_is_due_from_five_in_the_afternoon_where_the_reader_is(
    zone: str, five: datetime
) -> None:
    assert due_day(USUAL, zone, five - timedelta(seconds=1)) is None
    assert due_day(USUAL, zone, five) == date(2026, 11, 18)
    assert due_day(USUAL, zone, five + timedelta(hours=2, minutes=59)) == date(2026, 11, 18)


def test_no_letter_in_quiet_hours_and_none_long_after_its_hour() -> None:
    eight_in_the_evening = utc(19, 3)
    assert due_day(USUAL, "America/Denver", eight_in_the_evening) is None
    never_quiet = NotificationSettings(quiet=QuietHours(time(0), time(0)))
    assert due_day(never_quiet, "America/Denver", utc(19, 0) + LASTS) is None


def test_who_wants_quiet_at_five_gets_it_when_they_wake() -> None:
    early = NotificationSettings(quiet=QuietHours(time(15), time(6)))
    assert due_day(early, "America/Denver", utc(19, 0)) is None
    six_next_morning = utc(19, 13)
    assert due_day(early, "America/Denver", six_next_morning) == date(2026, 11, 18)


def test_who_turned_it_off_gets_none() -> None:
    off = NotificationSettings(frozenset({Stream.DISCUSSION}))
    assert due_day(off, "America/Denver", utc(19, 0)) is None


def test_on_both_days_of_a_clock_change_it_is_five_on_the_wall() -> None:
    assert due_day(USUAL, "America/Denver", utc(31, 23, month=10)) == date(2026, 10, 31)
    assert due_day(USUAL, "America/Denver", utc(1, 23)) is None
    assert due_day(USUAL, "America/Denver", utc(2, 0)) == date(2026, 11, 1)
