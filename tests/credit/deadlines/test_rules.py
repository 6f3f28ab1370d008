"""Which deadlines a published cohort can be given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.credit.deadlines.rules import (
    BEFORE_LAST_SESSION,
    IN_AFTER_CLOSING,
    PAST,
    SAME,
    Deadlines,
    why_not_these,
)
from app.language.moments import local

NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)
DAY = timedelta(days=1)
ZONE = "America/Denver"
ENDS = NOW + 10 * DAY
BEFORE = Deadlines(NOW - DAY, NOW + 30 * DAY, NOW + 40 * DAY)


def refused(**changes: Any) -> dict[str, object]:
    after = replace(BEFORE, **changes)
    found = why_not_these(BEFORE, after, last_ends=ENDS, zone=ZONE, now=NOW)
    return {wrong.name: wrong.reason for wrong in found}


LAST = BEFORE_LAST_SESSION(ends=local(ENDS, ZONE))


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, {"closes": SAME}),
        ({"closes": NOW + 60 * DAY}, {}),  # what passed and stays is nothing to complain of
        ({"closes": NOW}, {"closes": PAST}),
        ({"closes": ENDS - DAY}, {"closes": LAST}),
        ({"closes": ENDS}, {}),
        ({"claims_close": ENDS - DAY}, {"claims_close": LAST}),
        ({"claims_close": None}, {}),
        ({"enrollment_closes": NOW - 2 * DAY}, {"enrollment_closes": PAST}),
        ({"enrollment_closes": NOW + DAY}, {}),
        ({"enrollment_closes": None}, {}),
        (
            {"enrollment_closes": NOW + 31 * DAY},
            {"enrollment_closes": IN_AFTER_CLOSING(closes=local(BEFORE.closes, ZONE))},
        ),
    ],
)
def test_each_deadline_has_its_reason(changes: dict[str, Any], reasons: dict[str, object]) -> None:
    assert refused(**changes) == reasons


def test_a_closed_cohort_can_close_later() -> None:
    closed = replace(BEFORE, closes=NOW - DAY)
    later = replace(closed, closes=NOW + DAY)
    assert not why_not_these(closed, later, last_ends=NOW - 2 * DAY, zone=ZONE, now=NOW)


def test_the_history_has_every_deadline() -> None:
    assert replace(BEFORE, claims_close=None).facts == {
        "enrollment_closes": (NOW - DAY).isoformat(),
        "closes": (NOW + 30 * DAY).isoformat(),
        "claims_close": None,
    }
