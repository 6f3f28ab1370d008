"""Moments in words, in every language and in the zone that was asked for."""

from datetime import UTC, date, datetime

import pytest

from app.language import _, moments, styles
from app.language.languages import (
    ACCENTED,
    ENGLISH,
    LANGUAGES,
    MIRRORED,
    SPANISH,
    read_in,
    writing_in,
)
from app.language.moments import local

NOON = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
DENVER, HONOLULU = "America/Denver", "Pacific/Honolulu"
THIN = {ord("\u202f"): " ", ord("\u2009"): " "}
"""CLDR's narrow spaces: people read a space."""


def plain(text: object) -> str:
    return str(text).translate(THIN)


def test_date_and_time_name_the_zone() -> None:
    assert plain(moments.date_time(NOON, DENVER)) == "Thu, Nov 26, 12:00 PM Mountain Time"
    assert moments.long_date(NOON, DENVER) == "November 26, 2026"
    assert moments.weekday(NOON, DENVER) == "Thursday"


def test_deadline_says_year_and_zone() -> None:
    said = moments.long_moment(NOON, DENVER)
    assert plain(said) == "November 26, 2026, 12:00 PM Mountain Time"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(60, "12:00 – 1:00 PM"), (-60, "12:00 PM – 11:00 AM"), (0, "12:00 PM"), (-90, "10:30 AM")],
)
def test_range_says_am_or_pm_once_where_both_are_the_same(minutes: int, words: str) -> None:
    assert words in plain(moments.time_range(NOON, minutes, DENVER))


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (DENVER, None),
        ("America/Phoenix", None),  # the same clock in winter
        ("America/Los_Angeles", "11:00 AM for you (Pacific Time)"),
        (HONOLULU, "9:00 AM for you (Hawaii Time)"),
        ("Pacific/Auckland", "Fri, Nov 27, 8:00 AM for you (New Zealand Time)"),
    ],
)
def test_reader_elsewhere_sees_their_own_clock(zone: str, words: str | None) -> None:
    said = moments.in_reader_zone(NOON, DENVER, zone)
    assert (said and plain(said)) == words


@pytest.mark.parametrize(
    ("zone", "leads", "words"),
    [
        (DENVER, DENVER, None),
        ("America/Phoenix", DENVER, None),  # the same clock in winter
        (HONOLULU, HONOLULU, "12:00 PM by the cohort’s clock (Mountain Time)"),
        (
            "Pacific/Auckland",
            "Pacific/Auckland",
            "Thu, Nov 26, 12:00 PM by the cohort’s clock (Mountain Time)",
        ),
    ],
)
def test_readers_clock_leads_and_the_cohorts_stands_beside(
    zone: str, leads: str, words: str | None
) -> None:
    assert moments.leading_zone(NOON, DENVER, zone) == leads
    said = moments.in_cohort_zone(NOON, DENVER, zone)
    assert (said and plain(said)) == words


def test_arizona_and_denver_differ_in_summer() -> None:
    summer = datetime(2026, 7, 2, 18, 0, tzinfo=UTC)
    said = moments.in_reader_zone(summer, DENVER, "America/Phoenix")
    assert plain(said) == "11:00 AM for you (Mountain Standard Time)"


@pytest.mark.parametrize(
    ("zone", "english", "spanish"),
    [
        ("America/New_York", "Eastern Time", "hora oriental"),
        (DENVER, "Mountain Time", "hora de las Montañas Rocosas"),
        ("America/Phoenix", "Mountain Standard Time", "hora estándar de las Montañas Rocosas"),
        (HONOLULU, "Hawaii Time", "hora de Hawái"),
        ("UTC", "Coordinated Universal Time", "hora universal coordinada"),
        ("Asia/Amman", "Amman", "Ammán"),
        ("Etc/GMT+5", "GMT+5", "GMT+5"),
    ],
)
def test_zone_is_called_as_the_reader_calls_it(zone: str, english: str, spanish: str) -> None:
    assert moments.zone_name(zone) == english
    with writing_in(SPANISH):
        assert moments.zone_name(zone) == spanish


# ------------------------------------------------------------------------------ other languages


def test_spanish_dates_are_put_as_in_spanish() -> None:
    with writing_in(SPANISH):
        assert moments.long_date(NOON, DENVER) == "26 de noviembre de 2026"
        assert moments.weekday(NOON, DENVER) == "jueves"
        assert styles.short_month(local(NOON, DENVER)) == "nov"
        assert plain(moments.time_range(NOON, 60, DENVER)) == "12:00–1:00 p.m."
        day_and_time = moments.date_time(NOON, DENVER)
    words = "jue, 26 de nov, 12:00 p.m. hora de las Montañas Rocosas"
    assert plain(day_and_time) == words


def test_pseudo_language_changes_the_words_of_dates_and_not_their_numbers() -> None:
    with writing_in(ACCENTED):
        accented = moments.long_moment(NOON, DENVER)
    assert "Ñöṽéṁƀéŕ 26, 2026" in accented
    assert "Ṁöûñţåîñ Ţîṁé" in accented
    with writing_in(MIRRORED):
        assert "\u202eThursday\u202c" in moments.weekday(NOON, DENVER)


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_style_of_a_moment_is_worded_in_every_language(language: object) -> None:
    moment = local(NOON, DENVER)
    with writing_in(language):  # type: ignore[arg-type]
        said = [
            _("{at:day}", at=moment),
            _("{at:date}", at=moment),
            _("{at:weekday}", at=moment),
            _("{at:short_weekday}", at=moment),
            _("{at:time}", at=moment),
            _("{at:zone}", at=moment),
            _("{at:moment}", at=moment),
            _("{at:long_moment}", at=moment),
        ]
        assert len({str(text) for text in said}) == len(said)


def test_same_moment_in_the_next_language_is_worded_anew() -> None:
    text = _("{opens:date}", opens=local(NOON, DENVER))
    said = []
    for language in (ENGLISH, SPANISH, ENGLISH):
        with writing_in(language):
            said.append(str(text))
    assert said == ["November 26, 2026", "26 de noviembre de 2026", "November 26, 2026"]


# ----------------------------------------------------------------------------------- two zones


def test_equal_moments_in_two_zones_share_no_wording() -> None:
    """Python takes them for the same, and so would a memory that has the moment alone for a key."""
    here, there = local(NOON, DENVER), local(NOON, HONOLULU)
    assert here == there
    assert hash(here) == hash(there)
    for style in (styles.clock_time, styles.day_and_time, styles.date_and_time):
        assert style(here) != style(there)
    assert plain(styles.clock_time(there)) == "9:00 AM"
    ends = NOON.replace(hour=20)
    assert plain(styles.interval(here, ends)) == "12:00 – 1:00 PM"
    assert plain(styles.interval(there, ends)) == "9:00 – 10:00 AM"


def test_day_is_the_one_in_the_zone_that_the_moment_carries() -> None:
    late = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
    days = [styles.day(local(late, zone)) for zone in (DENVER, "UTC", DENVER)]
    assert days == ["Thu, Nov 26", "Fri, Nov 27", "Thu, Nov 26"]


def test_day_without_a_time_has_no_zone() -> None:
    assert styles.day(date(2026, 11, 26)) == "Thu, Nov 26"
    assert styles.long_date(date(2026, 11, 26)) == "November 26, 2026"


def test_day_of_another_year_than_it_is_read_in_says_which() -> None:
    """`Jan 7` beside `Dec 17` is asked about in October; on paper nobody knows when it is read."""
    january = local(datetime(2027, 1, 7, 19, 0, tzinfo=UTC), DENVER)
    assert styles.day(january) == "Thu, Jan 7"
    with writing_in(ENGLISH):
        read_in(2026)
        assert styles.day(january) == "Thu, Jan 7, 2027"
        assert plain(styles.day_and_time(january)) == "Thu, Jan 7, 2027, 12:00 PM Mountain Time"
        assert styles.month_day(january) == "Jan 7, 2027"
        assert styles.day(january.date()) == "Thu, Jan 7, 2027"
        read_in(2027)
        assert styles.day(january) == "Thu, Jan 7"
    assert styles.day(january) == "Thu, Jan 7"
