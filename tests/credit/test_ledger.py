"""What a ledger says of its units."""

from datetime import timedelta
from typing import Any

import pytest

from app.casework.enums import AttendanceStatus as Status
from tests.credit.ledgers import FIRST, ledger, unit

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("facts", "after", "unmarked"),
    [
        ({}, HOUR, True),
        ({}, HOUR - timedelta(seconds=1), False),
        ({"expected": False}, HOUR, False),
        ({"canceled": True}, HOUR, False),
        ({"starts_at": None}, HOUR, False),
        ({"status": Status.ABSENT}, HOUR, False),
    ],
)
def test_mark_is_missing_of_who_was_expected_at_a_session_that_was_held(
    facts: dict[str, Any], after: timedelta, unmarked: bool
) -> None:
    own = unit(1, **{"status": Status.NOT_RECORDED, **facts})
    assert own.is_unmarked(FIRST + after) is unmarked


def test_attested_units_are_told_by_position() -> None:
    assert ledger(unit(1), unit(2, attested_at=None), unit(5)).attested == {1, 5}
