"""When a session can be made up, what can follow, and for how many minutes it counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests import reasons, rules
from app.casework.make_up_requests.enums import CreditType, Way
from app.casework.make_up_requests.enums import RequestState as State
from app.casework.make_up_requests.enums import RequestStep as Step
from app.casework.make_up_requests.rules import Missed, Open, Written
from app.casework.make_up_requests.sisters.rules import SisterSession, why_not_minutes
from app.casework.rules import MISSED
from app.cohorts.rules import CLOSED
from app.packs.schema import MAKE_UP_WAYS, MakeUpWay
from tests.credit.ledgers import CLOSES, FIRST, policy

NOW = FIRST + timedelta(days=3)
ABSENT = Missed(Status.ABSENT, expected=True, ended=True, used=0, closes_at=CLOSES)
SISTER = SisterSession(
    datetime(2026, 10, 8, 18, tzinfo=UTC), datetime(2026, 10, 8, 19, tzinfo=UTC), 60
)
EVERYTHING = Open(frozenset({uuid4()}), has_recording=True)


_TRIED = st.tuples(st.sampled_from(Step), st.booleans())


@given(st.lists(_TRIED, max_size=14), st.booleans())
def test_every_step_follows_or_says_why_and_only_what_waits_is_answered(
    tried: list[tuple[Step, bool]], stands: bool
) -> None:
    """Between two steps the session may be missed no more, and missed again."""
    newest: Step | None = None
    state: State | None = None
    for step, needed in tried:
        if newest is not None:
            state = rules.state_after(newest, stands=stands, needed=needed)
        if rules.why_not_follow(state, step, word="Say more.") is not None:
            continue
        assert (step is Step.SUBMITTED) == (state in {None, State.RETURNED}) or (
            state in {State.RETURNED, State.UNNEEDED} and step is Step.WITHDRAWN
        )
        if step in {Step.APPROVED, Step.RETURNED}:
            assert state is State.SUBMITTED
        newest, state = step, rules.state_after(step, stands=stands, needed=needed)
    if state is State.APPROVED:
        assert all(rules.why_not_follow(state, step) for step in Step)


@pytest.mark.parametrize("status", Status)
def test_only_what_was_missed_is_made_up(status: Status) -> None:
    why = rules.why_not_make_up(replace(ABSENT, status=status), policy(), NOW)
    assert (why is None) == (status in MISSED)


def test_who_enrolled_later_can_make_it_up_and_who_waits_for_a_mark_cannot() -> None:
    nothing = replace(ABSENT, status=Status.NOT_RECORDED)
    assert rules.why_not_make_up(nothing, policy(), NOW) == reasons.UNMARKED
    later = replace(nothing, expected=False)
    assert rules.why_not_make_up(later, policy(), NOW) is None


@given(status=st.sampled_from(sorted(MISSED)), used=st.integers(0, 3), expected=st.booleans())
def test_what_was_missed_is_approved_as_often_as_the_policy_counts(
    *, status: Status, used: int, expected: bool
) -> None:
    why = rules.why_not_approve(status, used, policy(), expected=expected)
    assert why == (reasons.BEYOND(count=2) if used >= 2 else None)


def test_no_mark_is_needed_of_who_enrolled_later() -> None:
    nothing = Status.NOT_RECORDED
    for expected, why in ((True, reasons.NO_MARK), (False, None)):
        said = rules.why_not_approve(nothing, 0, policy(), expected=expected)
        assert said == why
    there = rules.why_not_approve(Status.PRESENT, 0, policy(), expected=False)
    assert there == reasons.NO_MARK


def test_excused_session_that_leaves_the_denominator_is_not_made_up() -> None:
    excused = replace(ABSENT, status=Status.EXCUSED)
    leaves = policy(excused_leaves_denominator=True)
    assert rules.why_not_make_up(excused, leaves, NOW) == reasons.NOT_NEEDED
    assert rules.why_not_make_up(excused, policy(), NOW) is None


def test_nothing_is_made_up_before_its_end_after_the_close_or_beyond_what_is_allowed() -> None:
    before = replace(ABSENT, ended=False)
    assert rules.why_not_make_up(before, policy(), NOW) == reasons.TO_COME
    assert rules.why_not_make_up(ABSENT, policy(), CLOSES) == CLOSED
    none = policy(make_ups_allowed=0)
    assert rules.why_not_make_up(ABSENT, none, NOW) == reasons.NOT_ALLOWED
    used = replace(ABSENT, used=2)
    assert rules.why_not_make_up(used, policy(), NOW) == reasons.NONE_LEFT(count=2)


def test_ways_are_those_of_the_policy_that_are_open() -> None:
    nothing = Open(frozenset(), has_recording=False)
    assert rules.ways_open(policy(), EVERYTHING) == list(Way)
    assert rules.ways_open(policy(), nothing) == [Way.CASE_RESPONSE]
    alone = policy(make_up_ways=(MakeUpWay(way="recording", credit="none"),))
    assert rules.ways_open(alone, EVERYTHING) == [Way.RECORDING]
    response = Written(Way.CASE_RESPONSE, "word " * 300)
    assert rules.why_not_write(response, alone, EVERYTHING) == reasons.NOT_OFFERED


def test_what_is_written_has_words_enough() -> None:
    short = Written(Way.CASE_RESPONSE, "word " * 199)
    expected = reasons.TOO_SHORT(count=199, least=200)
    assert rules.why_not_write(short, policy(), EVERYTHING) == expected
    enough = Written(Way.CASE_RESPONSE, "word\n" * 200)
    assert rules.why_not_write(enough, policy(), EVERYTHING) is None
    assert rules.why_not_write(Written(Way.RECORDING, ""), policy(), Open(frozenset(), False)) == (
        reasons.NO_RECORDING
    )


def test_sister_session_is_one_of_those_that_there_are() -> None:
    chosen = Written(Way.SISTER_SESSION, sister_session_id=next(iter(EVERYTHING.sisters)))
    assert rules.why_not_write(chosen, policy(), EVERYTHING) is None
    for other in (None, uuid4()):
        elsewhere = replace(chosen, sister_session_id=other)
        assert rules.why_not_write(elsewhere, policy(), EVERYTHING) == reasons.CHOOSE_SISTER


@given(st.integers(0, 700), st.integers(10, 180), st.integers(1, 120))
def test_minutes_of_a_sister_session_are_never_more_than_it_took(
    minutes: int, took: int, present: int
) -> None:
    sister = replace(SISTER, minutes=took)
    why = why_not_minutes(sister, minutes, present, SISTER.ends_at)
    assert (why is None) == (min(present, took) <= minutes <= took)


def test_sister_session_counts_once_it_is_over_and_was_not_canceled() -> None:
    before = SISTER.ends_at - timedelta(seconds=1)
    expected = reasons.SISTER_TO_COME(ends=SISTER.ends_at)
    assert why_not_minutes(SISTER, 60, 45, before) == expected
    assert why_not_minutes(SISTER, None, 45, SISTER.ends_at) == reasons.SAY_MINUTES
    off = replace(SISTER, canceled=True)
    assert why_not_minutes(off, 60, 45, SISTER.ends_at) == reasons.SISTER_CANCELED


def test_only_a_sister_session_is_live_whatever_a_policy_says() -> None:
    usual = policy()
    assert rules.credit_of(usual, Way.SISTER_SESSION) is CreditType.LIVE
    assert rules.credit_of(usual, Way.RECORDING) is CreditType.ENDURING
    assert rules.credit_of(usual, Way.CASE_RESPONSE) is CreditType.NONE
    for way in ("recording", "case_response"):
        with pytest.raises(ValidationError):
            MakeUpWay(way=way, credit="live")
    with pytest.raises(ValidationError):
        policy(make_up_ways=(*MAKE_UP_WAYS, MAKE_UP_WAYS[0]))
