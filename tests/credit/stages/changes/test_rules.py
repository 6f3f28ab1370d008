"""Whose standing another schedule changes: who can no longer complete, and who becomes at risk."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from app.casework.enums import AttendanceStatus as Status
from app.cohorts.changes.rules import Planned
from app.credit.completion.rules import completion
from app.credit.enums import Outlook
from app.credit.ledger import Ledger
from app.credit.stages.changes.rules import (
    Turn,
    standing,
    turn,
    turned,
    with_one_more,
    with_session,
)
from tests.credit import ledgers as made
from tests.credit.ledgers import FIRST, WEEK, ledger, policy, unit

NOW = FIRST + 5.5 * WEEK
"""Six sessions were held, two are to come."""
CANCEL = with_session(8, canceled=True)


def missed(count: int) -> Ledger:
    marks = [Status.ABSENT] * count + [Status.PRESENT] * (6 - count) + [Status.NOT_RECORDED] * 2
    return ledger(*(unit(n, mark) for n, mark in enumerate(marks, start=1)))


PEOPLE = [missed(count) for count in (0, 1, 2, 3)]


@pytest.mark.parametrize(
    ("make_ups", "turns"),
    [
        (0, {2: Turn.OUT_OF_REACH}),  # who missed two needs both; who missed three had lost it
        (1, {2: Turn.AT_RISK, 3: Turn.OUT_OF_REACH}),
        (2, {2: Turn.AT_RISK}),  # who missed three was at risk before
    ],
)
def test_canceled_session_puts_at_risk_and_out_of_reach(
    make_ups: int, turns: dict[int, Turn]
) -> None:
    found = turned(PEOPLE, CANCEL, policy(make_ups_allowed=make_ups), NOW)
    assert {PEOPLE.index(change.ledger): change.turn for change in found} == turns


def test_restored_and_added_session_give_back_what_a_canceled_one_took() -> None:
    asks = policy(make_ups_allowed=1)
    without = [CANCEL(own) for own in PEOPLE]
    wish = Planned(FIRST + 9 * WEEK, 60, canceled=False)
    for change in (with_session(8, canceled=False), with_one_more(9, "More", wish)):
        turns = Counter(found.turn for found in turned(without, change, asks, NOW))
        assert turns == {Turn.ON_COURSE: 1, Turn.WITHIN_REACH: 1}


@given(own=made.ledgers(), terms=made.policies, now=made.moments, later=made.moments)
def test_moved_session_that_is_to_come_changes_nobodys_standing(  # type: ignore[no-untyped-def]
    own, terms, now, later
) -> None:
    """The check page of a move relies on that."""
    to_come = [unit for unit in own.units if unit.starts_at and unit.starts_at > now]
    for planned in to_come:
        moved = replace(planned, starts_at=max(later, now + timedelta(minutes=1)))
        units = tuple(moved if other is planned else other for other in own.units)
        after = standing(replace(own, units=units), terms, now)
        assert turn(standing(own, terms, now), after) is None


def test_session_that_was_canceled_counts_for_nobody() -> None:
    own = CANCEL(ledger())
    assert [unit.position for unit in own.units if not unit.takes_place] == [8]
    assert completion(own, policy(), NOW).sessions_missed == ()


@pytest.mark.parametrize("change", [CANCEL, with_session(3, canceled=True)])
@given(own=made.ledgers(), terms=made.policies, now=made.moments)
def test_turn_says_how_the_outlook_or_the_risk_changes(  # type: ignore[no-untyped-def]
    change: Callable[[Ledger], Ledger], own, terms, now
) -> None:
    before, after = standing(own, terms, now), standing(change(own), terms, now)
    outlooks = before.completion.outlook, after.completion.outlook
    risks = before.at_risk, after.at_risk
    found = turn(before, after)
    assert (found is None) is (outlooks[0] is outlooks[1] and risks[0] is risks[1])
    assert (found is Turn.OUT_OF_REACH) is (outlooks == (Outlook.IN_PROGRESS, Outlook.OUT_OF_REACH))
    if found is Turn.AT_RISK:
        assert risks == (False, True)
