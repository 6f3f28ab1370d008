"""When waves ask: months and days on the cohort's clock, across every change of it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.studies.enums import Respondent, WaveAnchor
from app.studies.waves import rules
from app.studies.waves.rules import DEFAULTS, anchor_of, target_day, window_of
from app.surveys.enums import IdentityMode

ZONES = ("America/Denver", "America/Phoenix", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
MONTHS = st.integers(0, rules.FARTHEST)
AWAY = st.integers(-rules.LONGEST, rules.LONGEST)


def on_clock(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


@given(DAYS, MONTHS)
def test_a_target_is_the_same_day_of_its_month_or_the_last_one(anchor: date, months: int) -> None:
    target = target_day(anchor, months)
    assert (target.year * 12 + target.month) - (anchor.year * 12 + anchor.month) == months
    is_last = (target + timedelta(days=1)).day == 1
    assert target.day == anchor.day or (is_last and target.day < anchor.day)


@given(DAYS, MONTHS, AWAY, AWAY, st.sampled_from(ZONES))
def test_a_window_goes_from_six_in_the_morning_to_five_in_the_afternoon_there(
    anchor: date, months: int, one: int, other: int, zone: str
) -> None:
    first, last = sorted((one, other))
    window = window_of(anchor, months, first, last, zone)
    opens, closes = on_clock(window.opens_at, zone), on_clock(window.closes_at, zone)
    target = target_day(anchor, months)
    assert (opens.date(), opens.time()) == (target + timedelta(days=first), time(6))
    assert (closes.date(), closes.time()) == (target + timedelta(days=last), time(17))
    assert window.opens_at < window.closes_at
    assert window.holds(window.opens_at)
    assert not window.holds(window.closes_at)
    assert not window.holds(window.opens_at - timedelta(seconds=1))


def test_three_months_after_november_lies_in_summer_time_for_some_and_not_for_others() -> None:
    denver = window_of(date(2026, 12, 12), 3, -21, 21, "America/Denver")
    assert denver.opens_at == datetime(2027, 2, 19, 13, tzinfo=UTC)
    assert denver.closes_at == datetime(2027, 4, 2, 23, tzinfo=UTC), "an hour earlier in UTC"
    phoenix = window_of(date(2026, 12, 12), 3, -21, 21, "America/Phoenix")
    assert phoenix.closes_at == datetime(2027, 4, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("anchor", "months", "target"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 30), 12, date(2027, 11, 30)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 0, date(2026, 12, 1)),
        (date(2026, 12, 1), 24, date(2028, 12, 1)),
    ],
)
def test_targets(anchor: date, months: int, target: date) -> None:
    assert target_day(anchor, months) == target


def test_the_usual_waves_do_not_overlap() -> None:
    day = date(2026, 11, 12)
    windows = [window_of(day, *wave, "America/Denver") for wave in DEFAULTS]
    for before, after in pairwise(windows):
        assert before.closes_at < after.opens_at


def test_a_baseline_counts_from_the_start_and_the_rest_from_the_allocation() -> None:
    start, own = date(2026, 11, 12), date(2026, 11, 3)
    both = WaveAnchor.RANDOMIZED
    assert anchor_of(both, 0, start=start, own=None) == start
    assert anchor_of(both, 3, start=start, own=own) == own
    assert anchor_of(both, 3, start=start, own=None) is None
    assert anchor_of(WaveAnchor.START, 3, start=start, own=own) == start


@pytest.mark.parametrize("mode", IdentityMode)
def test_moments_of_ones_own_need_answers_that_are_ones_own(mode: IdentityMode) -> None:
    why = rules.why_not_count(WaveAnchor.RANDOMIZED, mode)
    assert why == (rules.NAMES_NEEDED if mode.is_anonymous else None)
    assert rules.why_not_count(WaveAnchor.START, mode) is None


def test_a_plan_has_each_month_once_and_its_days_in_order() -> None:
    assert rules.why_not_plan(3, -21, 21, [0, 12]) is None
    assert rules.why_not_plan(3, -21, 21, [0, 3]) == rules.TAKEN(count=3)
    assert str(rules.TAKEN(count=1)) == "There is a wave 1 month after the start already."
    assert str(rules.TAKEN(count=3)) == "There is a wave 3 months after the start already."
    assert rules.why_not_plan(3, 5, 4, []) == rules.BACKWARDS
    assert rules.why_not_plan(3, 4, 4, []) is None
    full = range(100, 100 + rules.MOST_WAVES)
    assert rules.why_not_plan(3, -21, 21, full) == rules.TOO_MANY(count=rules.MOST_WAVES)


def test_the_key_of_a_survey_tells_its_wave_its_instrument_and_who_answers() -> None:
    key = rules.survey_key("outcomes", 12, "competency-mentee", Respondent.MENTEE)
    assert key == "outcomes-m12-competency-mentee-mentee"
