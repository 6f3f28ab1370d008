"""Who proves more than a mailed link, when again, and which code is right."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.people.rules import NOT_FOR_ONESELF
from app.people.second_factor import rules
from app.people.second_factor.rules import Missing, Proof
from tests.cast import NOW

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The one of RFC 6238, appendix B, in base 32."""
ON = Proof(has_factor=True, proven_at=NOW)
UNPROVEN = Proof(has_factor=True)


def shown(steps: int) -> str:
    """What the phone shows some steps of time later."""
    return pyotp.TOTP(SECRET).at(NOW + timedelta(seconds=steps * rules.STEP))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert rules.matching_step(SECRET, code, at, after=None) == seconds // 30


@pytest.mark.parametrize(
    ("late", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_phone_may_be_one_step_ahead_or_behind(late: int, *, works: bool) -> None:
    code = shown(late)
    found = rules.matching_step(SECRET, code, NOW, after=None)
    assert (found == int(NOW.timestamp()) // rules.STEP + late) is works


def test_code_works_once_and_none_before_it_does() -> None:
    step = int(NOW.timestamp()) // rules.STEP
    code, before = shown(0), shown(-1)
    assert rules.matching_step(SECRET, code, NOW, after=step - 1) == step
    assert rules.matching_step(SECRET, code, NOW, after=step) is None
    assert rules.matching_step(SECRET, before, NOW, after=step) is None
    assert rules.matching_step(SECRET, shown(1), NOW, after=step) == step + 1


@given(st.text(max_size=12))
def test_nothing_else_is_taken_for_a_code(typed: str) -> None:
    right = {shown(drift) for drift in (-1, 0, 1)}
    code = rules.plain_code(typed)
    if rules.is_of_phone(code) and code not in right:
        assert rules.matching_step(SECRET, code, NOW, after=None) is None


@pytest.mark.parametrize(
    ("proof", "staff", "learner"),
    [
        (Proof(), Missing.SET_UP, None),
        (UNPROVEN, Missing.SECOND_STEP, Missing.SECOND_STEP),
        (ON, None, None),
        (Proof(is_demo=True), None, None),
        (Proof(has_factor=True, is_demo=True), None, None),
        (Proof(proven_at=NOW), Missing.SET_UP, None),
    ],
)
def test_staff_need_it_and_whoever_has_it_proves_it(
    proof: Proof, staff: Missing | None, learner: Missing | None
) -> None:
    assert rules.missing(proof, is_staff=True) == staff
    assert rules.missing(proof, is_staff=False) == learner


@pytest.mark.parametrize(
    ("proof", "after", "asked"),
    [
        (ON, timedelta(), False),
        (ON, timedelta(minutes=15, seconds=-1), False),
        (ON, timedelta(minutes=15), True),
        (UNPROVEN, timedelta(), True),
        (Proof(), timedelta(days=1), False),
        (Proof(has_factor=True, is_demo=True), timedelta(days=1), False),
    ],
)
def test_what_cannot_be_taken_back_asks_again_after_a_quarter_of_an_hour(
    proof: Proof, after: timedelta, *, asked: bool
) -> None:
    assert rules.is_asked_again(proof, NOW + after) is asked


@pytest.mark.parametrize("typed", ["abcde-fghjk", "ABCDE FGHJK", " abcdefghjk\n", "ab-cd-ef gh jk"])
def test_recovery_code_is_read_however_it_is_written(typed: str) -> None:
    code = rules.plain_code(typed)
    assert code == "abcdefghjk"
    assert rules.grouped(code) == "abcde-fghjk"
    assert not rules.is_of_phone(code)


@pytest.mark.parametrize("typed", ["123 456", "123-456", "123456"])
def test_code_of_a_phone_is_read_however_it_is_grouped(typed: str) -> None:
    assert rules.is_of_phone(rules.plain_code(typed))


@pytest.mark.parametrize("typed", ["١٢٣٤٥٦", "12345", "1234567", "12345a", ""])
def test_what_no_phone_shows_is_none(typed: str) -> None:
    assert not rules.is_of_phone(rules.plain_code(typed))


def test_setting_up_is_over_after_half_an_hour() -> None:
    assert not rules.is_being_set_up(None, NOW)
    assert rules.is_being_set_up(NOW - timedelta(minutes=30, seconds=-1), NOW)
    assert not rules.is_being_set_up(NOW - timedelta(minutes=30), NOW)


def test_staff_cannot_go_without_it_and_nobody_turns_off_what_is_not_on() -> None:
    off = rules.why_not_turn_off
    assert off(has_factor=True, is_staff=True) == rules.NEEDED_BY_ROLE
    assert off(has_factor=False, is_staff=False) == rules.NOT_ON
    assert off(has_factor=True, is_staff=False) is None


def test_nobody_resets_their_own_and_none_is_reset_where_there_is_none() -> None:
    ada, abe = uuid4(), uuid4()
    assert rules.why_not_reset([ada], has_factor=True, by=ada) == NOT_FOR_ONESELF
    assert rules.why_not_reset([ada], has_factor=False, by=abe) == rules.NONE_TO_RESET
    assert rules.why_not_reset([ada], has_factor=True, by=abe) is None
    assert rules.why_not_reset([ada], has_factor=True, by=None) is None
