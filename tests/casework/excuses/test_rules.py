"""When somebody asks to be excused, what can follow, and which mark it becomes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.casework.excuses import rules
from app.casework.excuses.enums import ExcuseState as State
from app.casework.excuses.enums import ExcuseStep as Step
from app.casework.rules import CANCELED
from app.language.reasons import Reason

STARTS = datetime(2026, 11, 19, 19, tzinfo=UTC)
BEFORE = STARTS - timedelta(seconds=1)


def test_excuse_is_asked_for_before_the_session_begins() -> None:
    asked = rules.AskedFor(STARTS, canceled=False, state=None)
    assert rules.why_not_ask(asked, BEFORE) is None
    assert rules.why_not_ask(asked, STARTS) == rules.BEGUN


def test_nobody_is_excused_from_a_session_that_is_canceled() -> None:
    assert rules.why_not_ask(rules.AskedFor(STARTS, True, None), BEFORE) == CANCELED


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.ASKED, rules.WAITS),
        (State.UNNEEDED, rules.WAITS),
        (State.GRANTED, rules.EXCUSED),
        (State.DECLINED, None),
        (State.WITHDRAWN, None),
    ],
)
def test_another_one_begins_when_the_one_before_has_ended(state: State, why: Reason | None) -> None:
    assert rules.why_not_ask(rules.AskedFor(STARTS, False, state), BEFORE) == why


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(Status)), max_size=12))
def test_every_step_either_follows_or_says_why_and_nothing_follows_a_withdrawal(
    tried: list[tuple[Step, Status]],
) -> None:
    state, newest = State.ASKED, None
    for step, mark in tried:
        why = rules.why_not_follow(state, step, mark, word="No.")
        if why is None:
            assert state is not State.WITHDRAWN
            if step in {Step.GRANTED, Step.DECLINED, Step.WITHDRAWN}:
                assert state is State.ASKED
            newest = step
            state = rules.state_after(newest)
        assert state is rules.state_after(newest)


@pytest.mark.parametrize("mark", [Status.ABSENT, Status.PRESENT, Status.LATE, Status.PARTIAL])
def test_nothing_is_granted_against_a_mark_that_was_made(mark: Status) -> None:
    assert rules.why_not_follow(State.ASKED, Step.GRANTED, mark) == rules.MARKED
    assert rules.why_not_follow(State.ASKED, Step.DECLINED, mark, word="No.") is None


@pytest.mark.parametrize("mark", [mark for mark in Status if mark is not Status.NOT_RECORDED])
def test_no_answer_is_taken_back_once_a_mark_rests_on_it(mark: Status) -> None:
    assert rules.why_not_follow(State.GRANTED, Step.TAKEN_BACK, mark) == rules.MARKED


def test_who_declines_says_why() -> None:
    nothing = Status.NOT_RECORDED
    assert rules.why_not_follow(State.ASKED, Step.DECLINED, nothing, word=" ") == rules.SAY_WHY


def test_who_is_excused_is_marked_so_with_all_others() -> None:
    for status in Status:
        assert rules.said_of_all(status, excused=False) is status
        assert rules.said_of_all(status, excused=True) is Status.EXCUSED
