"""What comes next in a cohort, and what is behind its learner."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.cohorts.queries import UnitRow
from app.cohorts.schedule.rules import (
    CohortPeriod,
    case_to_read,
    cohort_to_show,
    is_behind_learner,
    next_session,
    units_to_sign,
)
from tests.cast import NOW

DAY = timedelta(days=1)
PAST, RUNNING = (
    CohortPeriod(NOW - 90 * DAY, NOW - DAY),
    CohortPeriod(NOW - 9 * DAY, NOW + 9 * DAY),
)
NEWER, COMING = CohortPeriod(NOW, NOW + DAY), CohortPeriod(NOW + DAY, NOW + 99 * DAY)
LATER, EMPTY = (
    CohortPeriod(NOW + 9 * DAY, NOW + 98 * DAY),
    CohortPeriod(None, NOW + 100 * DAY),
)


@pytest.mark.parametrize(
    ("periods", "shown"),
    [
        ([COMING, RUNNING, PAST], RUNNING),
        ([RUNNING, NEWER], NEWER),
        ([NEWER, RUNNING], NEWER),
        ([COMING, LATER, PAST], COMING),
        ([LATER, COMING, EMPTY], COMING),
        ([PAST, CohortPeriod(None, PAST.closes - DAY)], PAST),
    ],
)
def test_home_shows_the_newest_running_cohort_else_the_next_else_the_newest(
    periods: list[CohortPeriod], shown: CohortPeriod
) -> None:
    assert periods[cohort_to_show(periods, NOW)] == shown


def unit(position: int, *, opens: timedelta, starts: timedelta, module: bool = True) -> UnitRow:
    """A unit that opens and has a session of an hour so long after now."""
    return UnitRow(
        id=UUID(int=position),
        position=position,
        title=f"Unit {position}",
        short_title=f"{position}",
        opens_at=NOW + opens,
        opened_early_at=None,
        module_version_id=UUID(int=100 + position) if module else None,
        case_version_id=UUID(int=200 + position),
        guide_version_id=None,
        case_title="A case",
        session_id=UUID(int=300 + position),
        starts_at=NOW + starts,
        minutes=60,
        link="",
        sequence=0,
        canceled=False,
    )


HELD = unit(1, opens=-9 * DAY, starts=-7 * DAY)
CASE_ONLY = unit(2, opens=-2 * DAY, starts=timedelta(hours=-2), module=False)
OPEN = unit(3, opens=-DAY, starts=timedelta(minutes=-59))
LOCKED = unit(4, opens=DAY, starts=2 * DAY)
UNITS = (HELD, CASE_ONLY, OPEN, LOCKED)


@pytest.mark.parametrize(
    ("signed", "next_", "earlier"),
    [
        (set(), OPEN, [HELD]),
        ({1}, OPEN, []),
        ({3}, HELD, []),
        ({1, 3}, None, []),
    ],
)
def test_open_units_wait_for_their_signature_and_the_newest_comes_first(
    signed: set[int], next_: UnitRow | None, earlier: list[UnitRow]
) -> None:
    found = units_to_sign(UNITS, signed, NOW)
    assert (found.next, list(found.earlier)) == (next_, earlier)


def test_unit_that_was_opened_early_waits_too() -> None:
    early = replace(LOCKED, opened_early_at=NOW)
    assert units_to_sign([HELD, early], set(), NOW) == (early, [HELD])


def test_next_session_is_the_one_that_has_not_ended_and_takes_place() -> None:
    assert next_session(UNITS, NOW) == OPEN
    assert next_session(UNITS, NOW + timedelta(minutes=1)) == LOCKED
    assert next_session([HELD, replace(LOCKED, canceled=True)], NOW) is None
    assert next_session([replace(LOCKED, starts_at=None)], NOW) is None


def test_case_is_read_where_there_is_no_module_until_its_session_is_over() -> None:
    hour = timedelta(hours=1)
    assert case_to_read(UNITS, NOW) is None
    assert case_to_read(UNITS, NOW - 2 * hour) == CASE_ONLY
    assert case_to_read([OPEN, LOCKED], NOW) is None
    locked = unit(5, opens=DAY, starts=2 * DAY, module=False)
    assert case_to_read([locked], NOW) is None
    assert case_to_read([replace(locked, canceled=True)], NOW + DAY) is None
    assert case_to_read([locked], NOW + DAY) == locked


@pytest.mark.parametrize(
    ("of", "signed", "behind"),
    [
        (HELD, {1}, True),
        (HELD, set(), False),
        (CASE_ONLY, set(), True),
        (replace(CASE_ONLY, starts_at=NOW), {9}, False),
        (replace(CASE_ONLY, starts_at=None), set(), False),
    ],
)
def test_unit_is_behind_once_signed_or_without_a_module_discussed(
    of: UnitRow, signed: set[int], behind: bool
) -> None:
    assert is_behind_learner(of, signed, NOW) is behind


def test_a_session_that_was_moved_comes_in_the_order_of_time() -> None:
    moved = replace(LOCKED, starts_at=NOW + 20 * DAY)
    after = unit(5, opens=DAY, starts=9 * DAY)
    assert next_session((moved, after), NOW) == after
    late = replace(unit(6, opens=-3 * DAY, starts=DAY), position=6)
    assert units_to_sign((OPEN, late), set(), NOW).next == OPEN


def test_a_session_without_texts_is_no_case_to_read() -> None:
    bare = replace(CASE_ONLY, case_version_id=None, starts_at=NOW + DAY)
    case = replace(CASE_ONLY, position=7, starts_at=NOW + 2 * DAY)
    assert case_to_read((bare, case), NOW) == case
