"""Quiet hours on the reader's clock, over both clock changes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.messages.streams.enums import Stream
from app.messages.streams.rules import (
    USUAL,
    NotificationSettings,
    QuietHours,
    is_quiet,
    next_waking,
)

DENVER = "America/Denver"


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [("06:59", True), ("07:00", False), ("19:59", False), ("20:00", True), ("00:00", True)],
)
def test_hours_over_midnight(clock: str, quiet: bool) -> None:
    assert USUAL.covers(time.fromisoformat(clock)) is quiet


def test_equal_ends_are_no_hours_and_a_nap_is_one() -> None:
    assert not QuietHours(time(8), time(8)).covers(time(8))
    nap = QuietHours(time(12), time(13))
    assert [nap.covers(time(hour)) for hour in (11, 12, 13)] == [False, True, False]


def test_whoever_is_awake_is_written_to_at_once() -> None:
    at = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
    assert next_waking(USUAL, at, DENVER) == at


def test_night_ends_on_the_readers_clock_after_the_clocks_went_back() -> None:
    at = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)  # 21:00 the evening before, still on summer time
    assert next_waking(USUAL, at, DENVER) == datetime(2026, 11, 1, 14, 0, tzinfo=UTC)


def test_an_end_that_the_clocks_skip_is_when_they_went_on() -> None:
    at = datetime(2027, 3, 14, 8, 0, tzinfo=UTC)  # 1:00; 2:00 to 3:00 is skipped
    end = next_waking(QuietHours(time(22), time(2, 30)), at, DENVER)
    assert not is_quiet(QuietHours(time(22), time(2, 30)), end, DENVER)
    assert end == datetime(2027, 3, 14, 9, 30, tzinfo=UTC)


@given(
    at=st.sampled_from([datetime(2026, 10, 31, tzinfo=UTC), datetime(2027, 3, 13, tzinfo=UTC)]),
    minutes=st.integers(0, 3 * 24 * 60),
    starts=st.times(),
    ends=st.times(),
    zone=st.sampled_from([DENVER, "America/Phoenix", "America/New_York", "Pacific/Honolulu"]),
)
def test_never_earlier_and_never_more_than_a_day_later(
    at: datetime, minutes: int, starts: time, ends: time, zone: str
) -> None:
    at += timedelta(minutes=minutes)
    hours = QuietHours(starts, ends)
    end = next_waking(hours, at, zone)
    assert at <= end <= at + timedelta(hours=25)
    assert not is_quiet(hours, end, zone)


def test_letters_of_no_stream_always_go() -> None:
    assert NotificationSettings(frozenset(Stream)).wants("sign_in")
