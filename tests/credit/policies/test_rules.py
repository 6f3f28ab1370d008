"""What another policy changes for whom, told by the one rule of completion."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion.progress import progress
from app.credit.completion.rules import completion
from app.credit.enums import Outlook
from app.credit.policies.rules import (
    DRAFT,
    SAME,
    changes,
    changes_fingerprint,
    why_not_follow,
    why_not_for_oneself,
)
from app.credit.stages.changes.rules import Turn
from app.credit.stages.rules import is_at_risk
from app.people.rules import NOT_FOR_ONESELF
from tests.credit import ledgers as made
from tests.credit.ledgers import AFTER, FIRST, PERSON, WEEK, ledger, policy, with_marks

MISSED_TWO = {1: Status.ABSENT, 2: Status.ABSENT}
MISSED_THREE = {**MISSED_TWO, 3: Status.ABSENT}


def test_who_completes_no_longer_is_found_with_both_arithmetics() -> None:
    own = with_marks(MISSED_TWO)
    (change,) = changes(
        [own, ledger()], policy(), policy(sessions_required=7), {own.enrollment_id}, AFTER
    )[:1]
    assert change.enrollment_id == own.enrollment_id
    assert (change.before.outlook, change.after.outlook) == (Outlook.COMPLETE, Outlook.IN_PROGRESS)
    assert change.certified
    assert change.turn is Turn.COMPLETE_NO_LONGER


def test_who_could_no_longer_complete_can_again() -> None:
    own, strict = with_marks(MISSED_THREE), policy(make_ups_allowed=0)
    (change,) = changes([own], strict, policy(make_ups_allowed=1), (), AFTER)
    assert change.before.outlook is Outlook.OUT_OF_REACH
    assert change.after.outlook is Outlook.IN_PROGRESS
    assert not change.certified


def test_who_only_reads_other_numbers_is_found_and_stands_as_before() -> None:
    (change,) = changes([ledger()], policy(), policy(modules_required=7), (), AFTER)
    assert change.turn is None


def test_who_becomes_at_risk_is_found() -> None:
    own = with_marks({**MISSED_TWO, 7: Status.NOT_RECORDED, 8: Status.NOT_RECORDED})
    (change,) = changes([own], policy(), policy(sessions_required=7), (), FIRST + 5.5 * WEEK)
    assert change.before.outlook is change.after.outlook is Outlook.IN_PROGRESS
    assert change.turn is Turn.AT_RISK
    (back,) = changes([own], policy(sessions_required=7), policy(), (), FIRST + 5.5 * WEEK)
    assert back.turn is Turn.ON_COURSE


@given(made.ledgers(), made.policies, made.policies, made.moments)
def test_found_are_exactly_those_for_whom_something_differs(own, before, after, now) -> None:  # type: ignore[no-untyped-def]
    old, new = completion(own, before, now), completion(own, after, now)
    found = changes([own], before, after, (), now)
    differs = old.outlook is not new.outlook or progress(old) != progress(new)
    risk = [is_at_risk(own, verdict, now) for verdict in (old, new)]
    assert bool(found) is (differs or risk[0] is not risk[1])
    assert changes([own], before, before, (), now) == []


@given(st.integers(1, 5), st.integers(1, 5))
def test_fingerprint_is_of_the_version_and_of_the_list_in_any_order(one: int, other: int) -> None:
    people = [with_marks(MISSED_TWO), with_marks(MISSED_THREE)]
    found = changes(people, policy(), policy(sessions_required=7), (), AFTER)
    same = changes_fingerprint(one, found) == changes_fingerprint(other, found[::-1])
    assert same is (one == other)
    assert changes_fingerprint(one, found) != changes_fingerprint(one, found[:1])
    certified = {people[0].enrollment_id}
    held = changes(people, policy(), policy(sessions_required=7), certified, AFTER)
    assert changes_fingerprint(one, found) != changes_fingerprint(one, held)


def test_why_another_policy_cannot_follow() -> None:
    assert why_not_follow(policy(), policy(modules_required=7), is_draft=True) == DRAFT
    assert why_not_follow(policy(), policy(), is_draft=False) == SAME
    assert why_not_follow(policy(), policy(modules_required=7), is_draft=False) is None


def test_nobody_changes_what_they_are_judged_by() -> None:
    found = changes([with_marks(MISSED_TWO)], policy(), policy(sessions_required=7), (), AFTER)
    assert why_not_for_oneself(found, by=PERSON) == NOT_FOR_ONESELF
    assert why_not_for_oneself(found, by=uuid4()) is None
    numbers = changes([ledger()], policy(), policy(modules_required=7), (), AFTER)
    assert why_not_for_oneself(numbers, by=PERSON) == NOT_FOR_ONESELF
    assert why_not_for_oneself((), by=UUID(int=0)) is None
