"""For how long records are kept, from when that is counted, and when they are due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.deleted.rules import LEAST_YEARS, is_of_long_ago
from app.history.retention.enums import RecordKind, RetentionState
from app.history.retention.rules import (
    MOST_YEARS,
    TOO_FEW,
    TOO_MANY,
    CohortKept,
    by_kind,
    due_on,
    in_order,
    last_year_due,
    retained,
    why_not_years,
)

KEPT = CohortKept(
    cohort_id=UUID(int=1),
    program_id=UUID(int=2),
    slug="fall-2018",
    title="Fall 2018",
    program="Mentor Development Program",
    zone="America/Denver",
    last_at=datetime(2018, 12, 20, 18, tzinfo=UTC),
    last_here_at=datetime(2018, 12, 20, 18, tzinfo=UTC),
    people=40,
    certificates=30,
    is_held=False,
    is_studied=False,
)


@pytest.mark.parametrize(
    ("last_day", "years", "due"),
    [
        (date(2018, 12, 20), 7, date(2026, 1, 1)),
        (date(2018, 1, 1), 7, date(2026, 1, 1)),
        (date(2019, 1, 1), 7, date(2027, 1, 1)),
        (date(2020, 2, 29), 6, date(2027, 1, 1)),
    ],
)
def test_years_are_whole_ones_after_that_of_the_last_day(
    last_day: date, years: int, due: date
) -> None:
    assert due_on(last_day, years) == due


@pytest.mark.parametrize(
    ("last_day", "counts_whole_until"),
    [
        (date(2026, 12, 15), date(2034, 1, 1)),  # from September on
        (date(2027, 4, 20), date(2035, 1, 1)),  # as well, and counted in 2026 and in 2027
        (date(2027, 12, 15), date(2035, 1, 1)),
    ],
)
def test_counts_of_a_year_are_whole_until_the_first_cohort_that_ended_in_it_is_due(
    last_day: date, counts_whole_until: date
) -> None:
    assert due_on(last_day, 7) == counts_whole_until


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(LEAST_YEARS, MOST_YEARS))
def test_nothing_is_due_before_the_years_are_over(last_day: date, years: int) -> None:
    anniversary = last_day.replace(year=last_day.year + years, day=min(last_day.day, 28))
    assert anniversary < due_on(last_day, years) <= anniversary + timedelta(days=370)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(LEAST_YEARS, MOST_YEARS))
def test_what_is_read_has_all_that_can_be_due_within_a_year(today: date, years: int) -> None:
    newest = last_year_due(today, years)
    assert due_on(date(newest, 12, 31), years).year == today.year + 1
    assert due_on(date(newest + 1, 1, 1), years).year > today.year + 1


@pytest.mark.parametrize(
    ("years", "why_not"),
    [(5, TOO_FEW(least=6)), (6, None), (7, None), (99, None), (100, TOO_MANY(most=99))],
)
def test_no_policy_says_less_than_accreditors_ask_for(years: int, why_not: object) -> None:
    assert why_not_years(years) == why_not


@pytest.mark.parametrize(
    ("now", "is_held", "is_studied", "state"),
    [
        (datetime(2024, 12, 31, tzinfo=UTC), False, False, RetentionState.LATER),
        (datetime(2025, 1, 2, tzinfo=UTC), False, False, RetentionState.SOON),
        (datetime(2025, 12, 31, tzinfo=UTC), False, False, RetentionState.SOON),
        (datetime(2026, 1, 1, 6, tzinfo=UTC), False, False, RetentionState.SOON),
        (datetime(2026, 1, 1, 8, tzinfo=UTC), False, False, RetentionState.DUE),
        (datetime(2030, 5, 1, tzinfo=UTC), False, False, RetentionState.DUE),
        (datetime(2030, 5, 1, tzinfo=UTC), False, True, RetentionState.STUDIED),
        (datetime(2024, 5, 1, tzinfo=UTC), False, True, RetentionState.LATER),
        (datetime(2030, 5, 1, tzinfo=UTC), True, True, RetentionState.HELD),
        (datetime(2019, 5, 1, tzinfo=UTC), True, False, RetentionState.HELD),
    ],
)
def test_how_records_stand(
    now: datetime, is_held: bool, is_studied: bool, state: RetentionState
) -> None:
    own = replace(KEPT, is_held=is_held, is_studied=is_studied)
    assert retained(own, 7, now).state is state


def test_the_last_evening_of_a_year_is_of_that_year_in_the_zone_of_the_provider() -> None:
    evening = replace(KEPT, last_at=datetime(2019, 1, 1, 6, 30, tzinfo=UTC))
    found = retained(evening, 7, datetime(2026, 3, 1, tzinfo=UTC))
    assert (found.last_day, found.due_on) == (date(2018, 12, 31), date(2026, 1, 1))


def test_what_is_due_first_comes_first_and_what_is_kept_is_left_out() -> None:
    older = replace(KEPT, slug="spring-2018", last_at=KEPT.last_at - timedelta(days=400))
    newer = replace(KEPT, slug="fall-2025", last_at=KEPT.last_at + timedelta(days=2500))
    found = in_order([newer, KEPT, older], 7, datetime(2026, 3, 1, tzinfo=UTC))
    assert [own.kept.slug for own in found] == ["spring-2018", "fall-2018"]


def test_counts_of_tables_add_up_by_kind_and_nothing_is_left_out() -> None:
    counts = [(RecordKind.CREDIT, 2), (RecordKind.ATTENDANCE, 0), (RecordKind.CREDIT, 3)]
    assert by_kind(counts) == {RecordKind.CREDIT: 5}


def test_cohort_that_closed_on_the_last_evening_of_a_year_can_be_deleted_six_years_on() -> None:
    closes_at = datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("America/Denver")).astimezone(UTC)
    assert is_of_long_ago(closes_at, datetime(2033, 2, 3, tzinfo=UTC))
    assert not is_of_long_ago(closes_at, datetime(2032, 12, 31, tzinfo=UTC))
