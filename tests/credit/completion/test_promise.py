"""What completes a cohort in sentences, and its example, which the rule itself judged."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.completion import promise
from app.credit.completion.rules import Completion, completion
from app.packs.schema import MAKE_UP_WAYS, PolicyData
from tests.credit.ledgers import AFTER, ledger, unit

POLICY = PolicyData(
    modules_required=8,
    sessions_required=6,
    make_ups_allowed=2,
    excused_leaves_denominator=False,
    present_minutes=45,
    late_after_minutes=10,
    claim_days=30,
)


def test_example_misses_as_many_as_can_be_missed_and_then_needs_a_make_up() -> None:
    said = promise.example(POLICY, "Week", 8, 8)
    assert said == (
        promise.COMPLETES(modules=8, units=("Week 4", "Week 8")),
        promise.THEN_MAKE_UP(count=1),
    )


def test_without_make_ups_nothing_restores_it() -> None:
    policy = POLICY.model_copy(update={"make_ups_allowed": 0, "sessions_required": 8})
    assert promise.example(policy, "Week", 8, 8) == (
        promise.COMPLETES_WITH_ALL(modules=8),
        promise.THEN_NOT,
    )


def test_a_policy_that_asks_for_more_than_there_is_has_no_example() -> None:
    assert promise.example(POLICY, "Week", 8, 5) == ()
    assert promise.example(POLICY, "Week", 7, 8) == ()


@given(st.integers(1, 12), st.integers(0, 12), st.integers(0, 4))
def test_every_policy_within_reach_has_an_example(needed: int, spare: int, make_ups: int) -> None:
    policy = POLICY.model_copy(update={"sessions_required": needed, "make_ups_allowed": make_ups})
    said = promise.example(policy, "Week", 8, needed + spare)
    assert said[1] == (promise.THEN_MAKE_UP(count=1) if make_ups else promise.THEN_NOT)


def test_every_gate_of_a_policy_is_said() -> None:
    said = promise.what_completes(POLICY, 8, 8)
    assert said == (
        promise.SIGN_ALL(count=8),
        promise.ATTEND(needed=6, count=8),
        promise.CAN_MISS(count=2),
        promise.MAKE_UPS_BY(count=2, ways=tuple(promise.WAYS.values())),
    )
    gated = POLICY.model_copy(update={"check_percent": 80, "surveys": ["final"]})
    assert promise.what_completes(gated, 8, 8) == (
        *said,
        promise.CHECK(percent=80),
        promise.SURVEYS(surveys=("final",)),
    )


def test_ways_to_make_a_session_up_are_said_in_their_order() -> None:
    words = [str(sentence) for sentence in promise.what_completes(POLICY, 8, 8)]
    assert words[-1] == (
        "Beyond that, up to 2 missed sessions can be made up: by a session of another cohort, "
        "the recording and a reflection, or a written response."
    )
    one = POLICY.model_copy(update={"make_ups_allowed": 1, "make_up_ways": MAKE_UP_WAYS[2:]})
    assert str(promise.what_completes(one, 8, 8)[-1]) == (
        "Beyond that, 1 missed session can be made up: by a written response."
    )
    none = POLICY.model_copy(update={"make_up_ways": ()})
    assert promise.what_completes(none, 8, 8)[-1] == promise.MAKE_UPS(count=2)


# ------------------------------------------------------- what is said, against every outcome


def outcomes(policy: PolicyData, sessions: int) -> Iterator[tuple[int, Completion]]:
    """Every way in which the sessions can go for who signs all: how many are missed for good."""
    for marks in product((Status.PRESENT, Status.ABSENT, Status.MADE_UP), repeat=sessions):
        units = [unit(number, mark) for number, mark in enumerate(marks, start=1)]
        units.append(unit(8, starts_at=None))
        verdict = completion(ledger(*units), policy, AFTER)
        yield marks.count(Status.ABSENT), verdict


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.integers(0, 5), st.integers(0, 3), st.integers(0, 2))
def test_what_is_promised_of_sessions_and_modules_is_what_every_outcome_gives(
    needed: int, sessions: int, make_ups: int, beyond: int
) -> None:
    modules = sessions + 1
    policy = POLICY.model_copy(
        update={
            "modules_required": modules - 1 + beyond,
            "sessions_required": needed,
            "make_ups_allowed": make_ups,
        }
    )
    found = list(outcomes(policy, sessions))
    said = promise.what_completes(policy, modules, sessions)
    kinds = {reason.kind.code for reason in said}
    nobody = not any(verdict.complete for _missed, verdict in found)
    if not policy.asks_nothing:
        assert nobody is bool(kinds & {promise.NO_SESSIONS.code, promise.NO_MODULES.code})
    if needed > sessions:
        assert promise.NO_SESSIONS(count=needed, planned=sessions) in said
        assert not kinds & {promise.MAKE_UPS_BY.code, promise.CAN_MISS.code, promise.MISS_NONE.code}
    elif needed and not nobody:
        without = [missed for missed, own in found if own.complete and not own.make_ups_used]
        can_miss = promise.CAN_MISS(count=max(without))
        assert (can_miss if max(without) else promise.MISS_NONE(count=sessions)) in said


def test_what_nobody_can_complete_is_not_promised() -> None:
    """Three of eight sessions were canceled: make-ups are of sessions, so they cannot help."""
    said = promise.what_completes(POLICY, 8, 5)
    assert [str(sentence) for sentence in said] == [
        "To complete, sign all 8 modules.",
        "6 sessions must count, and this cohort has 5, so as it is planned now nobody can "
        "complete it.",
    ]
    modules = promise.what_completes(POLICY, 1, 8)
    assert str(modules[0]) == (
        "8 modules must be signed, and this cohort has 1, so as it is planned now nobody can "
        "complete it."
    )
