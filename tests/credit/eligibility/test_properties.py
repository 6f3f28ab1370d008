"""What holds of the arithmetic whatever somebody did."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.credit import rules
from app.credit.eligibility.rules import ApprovedActivity, eligible
from app.credit.ledger import Ledger, UnitLedger
from app.credit.status.rules import assess
from app.packs.schema import PolicyData
from tests.credit.ledgers import FIRST, WEEK, ledgers, moments, policies, some_terms

EARNED = ("attested_at", "status", "minutes", "led_it", "has_module", "canceled", "not_held")


def with_work_of(unit: UnitLedger, there: UnitLedger) -> UnitLedger:
    """A unit with what was done in another one; its days and its position are its own."""
    return replace(unit, **{name: getattr(there, name) for name in EARNED})


@given(st.data(), ledgers(), some_terms(), policies, moments)
def test_order_in_which_units_are_read_does_not_matter(
    data: st.DataObject, facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    shuffled = replace(facts, units=tuple(data.draw(st.permutations(facts.units))))
    assert eligible(shuffled, of, asked, now).quarters == eligible(facts, of, asked, now).quarters


@given(st.data(), ledgers(), some_terms(), policies)
def test_it_does_not_matter_at_which_sessions_somebody_was_for_how_long(
    data: st.DataObject, facts: Ledger, of: ApprovedActivity, asked: PolicyData
) -> None:
    """Approved before all of them, and all of them over; each session as long as the others."""
    of.activity.approved_at = FIRST - 9 * WEEK
    units = [unit for unit in facts.units if unit.starts_at is not None]
    done = data.draw(st.permutations(units))
    moved = tuple(map(with_work_of, units, done))
    here, there = replace(facts, units=tuple(units)), replace(facts, units=moved)
    now = FIRST + 20 * WEEK
    assert eligible(here, of, asked, now).quarters == eligible(there, of, asked, now).quarters


@given(ledgers(), some_terms(), policies, moments, st.integers(-3, 80))
def test_nothing_can_be_claimed_above_what_was_earned_or_designated(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, quarters: int
) -> None:
    standing = assess(facts, asked, of, None, now)
    earned = eligible(facts, of, asked, now)
    assert earned.quarters <= of.activity.designated_quarters
    can_be_claimed = rules.why_not_so_much(standing, quarters) is None
    assert can_be_claimed == (0 < quarters <= earned.quarters)


@given(ledgers(), some_terms(), policies, moments)
def test_parts_are_not_rounded_one_by_one(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    """What a unit is split into does not matter: the minutes of all are added before."""
    result = eligible(facts, of, asked, now)
    by_unit = [result.minutes_of(unit.position) for unit in facts.units]
    assert sum(by_unit) == result.raw_minutes
    assert abs(min(result.quarters, result.designated_quarters) * 15 - result.minutes) <= max(
        7, result.minutes - result.designated_quarters * 15
    )


@given(ledgers(), some_terms(), policies, moments, st.integers(-10, 70))
def test_nothing_done_after_the_activity_expired_earns_anything(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, days: int
) -> None:
    without = eligible(facts, of, asked, now)
    of.activity.expires_at = expires = FIRST + timedelta(days=days)
    within = eligible(facts, of, asked, now)
    assert within.quarters <= without.quarters
    for unit in facts.units:
        starts = unit.starts_at or unit.attested_at
        if starts is not None and starts - timedelta(days=1) >= expires:
            assert within.minutes_of(unit.position) == 0
