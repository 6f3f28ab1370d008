"""Which waves have begun or are over, and that whoever saves them has read their days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.studies.enums import WaveAnchor
from app.studies.lapses.rules import (
    LAPSED,
    LAPSED_ELSEWHERE,
    NOTHING_TO_TELL,
    OPENS,
    CohortStart,
    ToTell,
    lapses,
    why_not_so,
)
from app.studies.waves.rules import WaveDays
from tests.cast import NOW

FALL = CohortStart("Fall 2026", "America/Denver", date(2026, 11, 12))
SPRING = CohortStart("Spring 2027", "America/Denver", date(2027, 2, 4))
BASELINE = WaveDays(0, -28, 0)


@pytest.mark.parametrize(
    ("first", "last", "is_over", "better"),
    [
        (-28, 0, True, 20),
        (-28, 7, False, 20),
        (-28, 20, False, None),
        (-28, 40, False, None),
    ],
)
def test_what_has_begun_or_is_over_is_told_with_days_that_would_do(
    first: int, last: int, is_over: bool, better: int | None
) -> None:
    (found,) = lapses([WaveDays(0, first, last)], WaveAnchor.START, [FALL, SPRING], NOW)
    assert (found.cohort, found.is_over, found.last_day) == ("Fall 2026", is_over, better)
    assert found.window.opens_at == datetime(2026, 10, 15, 12, tzinfo=UTC)


def test_days_that_would_do_hold_for_two_weeks() -> None:
    (found,) = lapses([BASELINE], WaveAnchor.START, [FALL], NOW)
    assert found.last_day is not None
    (again,) = lapses([WaveDays(0, -28, found.last_day)], WaveAnchor.START, [FALL], NOW)
    assert again.window.closes_at - NOW >= timedelta(days=14)
    assert again.last_day is None


def test_what_is_to_come_and_what_counts_from_a_draw_is_none() -> None:
    waves = [BASELINE, WaveDays(3, -21, 21)]
    assert lapses(waves, WaveAnchor.START, [SPRING], NOW) == []
    spent = NOW + timedelta(days=400)
    found = lapses(waves, WaveAnchor.RANDOMIZED, [FALL], spent)
    assert [own.months for own in found] == [0], "the baseline counts from the start in any case"
    found = lapses(waves, WaveAnchor.START, [FALL], spent)
    assert [own.months for own in found] == [0, 3]
    assert found[0].last_day is None, "a last day so late cannot be planned"


def test_only_what_was_read_is_confirmed() -> None:
    found = lapses([BASELINE], WaveAnchor.START, [FALL], NOW)
    other = lapses([WaveDays(0, -27, 0)], WaveAnchor.START, [FALL], NOW)
    told = ToTell(found)
    assert why_not_so(told, "") == LAPSED
    assert why_not_so(told, ToTell(other).fingerprint) == LAPSED
    assert why_not_so(told, told.fingerprint) is None
    assert why_not_so(NOTHING_TO_TELL, "") is None
    assert NOTHING_TO_TELL.fingerprint == ""


def test_whoever_has_people_asked_was_told_so_though_no_time_has_begun() -> None:
    told = ToTell(opens=True)
    assert why_not_so(told, "") == OPENS
    assert why_not_so(told, told.fingerprint) is None
    late = ToTell(lapses([BASELINE], WaveAnchor.START, [FALL], NOW), opens=True)
    assert why_not_so(late, told.fingerprint) == OPENS, "these days were not told"
    assert why_not_so(late, ToTell(late.lapses).fingerprint) == OPENS
    assert why_not_so(ToTell(late.lapses, elsewhere=True), "") == LAPSED_ELSEWHERE
