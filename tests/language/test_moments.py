"""Moments in words."""

from datetime import UTC, datetime

import pytest

from app.language import moments as times

NOON = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
DENVER = "America/Denver"


def test_date_and_time_name_the_zone() -> None:
    assert times.date_time(NOON, DENVER) == "Thu Nov 26, 12:00 pm Mountain"
    assert times.long_date(NOON, DENVER) == "November 26, 2026"
    assert times.weekday(NOON, DENVER) == "Thursday"


@pytest.mark.parametrize(
    ("minutes", "words"), [(60, "12:00–1:00 pm"), (-60, "12:00 pm–11:00 am"), (0, "12:00–12:00 pm")]
)
def test_range_says_am_or_pm_once_where_both_are_the_same(minutes: int, words: str) -> None:
    assert times.time_range(NOON, minutes, DENVER) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (DENVER, None),
        ("America/Phoenix", None),  # the same clock in winter
        ("America/Los_Angeles", "11:00 am for you (Pacific)"),
        ("Pacific/Honolulu", "9:00 am for you (Hawaii)"),
        ("Pacific/Auckland", "Fri Nov 27, 8:00 am for you (Auckland)"),
    ],
)
def test_reader_elsewhere_sees_their_own_clock(zone: str, words: str | None) -> None:
    assert times.in_reader_zone(NOON, DENVER, zone) == words


def test_arizona_and_denver_differ_in_summer() -> None:
    summer = datetime(2026, 7, 2, 18, 0, tzinfo=UTC)
    assert times.in_reader_zone(summer, DENVER, "America/Phoenix") == "11:00 am for you (Arizona)"


def test_deadline_says_year_and_zone() -> None:
    assert times.long_moment(NOON, DENVER) == "November 26, 2026, 12:00 pm Mountain"
