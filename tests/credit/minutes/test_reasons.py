"""Why a module or a session earns no minutes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.credit.ledger import Carried
from app.credit.minutes import rules
from app.credit.minutes.rules import (
    of_modules,
    of_sessions,
    why_no_module_minutes,
    why_no_session_minutes,
)
from app.language.reasons import Reason
from tests.credit.ledgers import AFTER, FIRST, always, ledger, policy, unit

APPROVED = FIRST - timedelta(days=30)
EARLIER = Carried(signed_at=FIRST, status=Status.PRESENT, attended_in="Spring 2026")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"canceled": True}, rules.CANCELED),
        ({"canceled": True, "not_held": True}, rules.NOT_HELD),
        ({"status": Status.ABSENT, "carried": EARLIER}, rules.EARLIER_COHORT),
        ({"starts_at": AFTER}, rules.TO_COME),
        ({"led_it": True}, rules.LED_IT),
        ({"starts_at": APPROVED - timedelta(days=1)}, rules.BEFORE_APPROVAL),
        ({"status": Status.ABSENT}, rules.ABSENT),
        ({"status": Status.EXCUSED}, rules.EXCUSED),
        ({"status": Status.NOT_RECORDED}, rules.NOT_RECORDED),
        ({"status": Status.PARTIAL}, rules.TOO_SHORT),
        ({"status": Status.PRESENT, "minutes": 0}, rules.TOO_SHORT),
        ({"status": Status.MADE_UP}, rules.NOTHING_FOR_IT),
    ],
)
def test_session_that_earns_nothing_says_why(changes: dict[str, Any], why: Reason) -> None:
    own, late = replace(unit(1), **changes), policy().late_after_minutes
    assert of_sessions(ledger(own), always(60, APPROVED), late, AFTER) == {}
    assert why_no_session_minutes(own, APPROVED, AFTER) == why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"attested_at": None}, rules.NOT_ATTESTED),
        ({"attested_at": None, "opens_at": AFTER + timedelta(days=1)}, rules.TO_COME),
        ({"attested_at": None, "carried": EARLIER}, rules.EARLIER_COHORT),
        ({"attested_at": APPROVED - timedelta(days=1)}, rules.BEFORE_APPROVAL),
    ],
)
def test_module_that_earns_nothing_says_why(changes: dict[str, Any], why: Reason) -> None:
    own = replace(unit(1), **changes)
    assert of_modules(ledger(own), always(30, APPROVED)) == {}
    assert why_no_module_minutes(own, APPROVED, AFTER, AFTER) == why


def test_module_that_can_still_be_signed_is_called_open() -> None:
    own = unit(1, attested_at=None)
    why = why_no_module_minutes(own, APPROVED, AFTER + timedelta(days=1), AFTER)
    assert why == rules.STILL_OPEN


@given(st.sampled_from(Status), st.booleans(), st.booleans(), st.integers(0, 60) | st.none())
def test_nobody_is_told_that_they_were_absent_who_was_not(
    status: Status, led_it: bool, canceled: bool, minutes: int | None
) -> None:
    own = unit(1, status, led_it=led_it, canceled=canceled, minutes=minutes)
    if not of_sessions(ledger(own), always(60, APPROVED), policy().late_after_minutes, AFTER):
        said = why_no_session_minutes(own, APPROVED, AFTER) == rules.ABSENT
        assert said is (status is Status.ABSENT and not led_it and not canceled)
