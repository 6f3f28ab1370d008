"""The cohort that a lead's page opens on."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from app.cohorts.institutions.own.rules import OwnCohort, opens_on

NOW = datetime(2026, 9, 1, tzinfo=UTC)


def own(begins: int | None, last: int, closes: int, people: int) -> OwnCohort:
    """A cohort by days from now."""
    here: Any = SimpleNamespace(cohort=SimpleNamespace(closes_at=NOW + timedelta(days=closes)))
    opens = None if begins is None else NOW + timedelta(days=begins)
    return OwnCohort(cast(Any, here), people, opens, NOW + timedelta(days=last))


@pytest.mark.parametrize(
    ("cohorts", "expected"),
    [
        ([], None),
        ([own(30, 80, 90, 1), own(-30, 20, 30, 8), own(-200, -150, -100, 20)], 1),
        ([own(-2, 80, 90, 1), own(-30, 20, 30, 8)], 1),
        ([own(-60, -5, 60, 20), own(-30, 20, 30, 8)], 1),
        ([own(30, 80, 90, 1), own(-60, -5, 60, 20)], 1),
        ([own(None, 150, 200, 9), own(30, 80, 90, 1), own(-200, -150, -100, 20)], 1),
        ([own(10, 150, 200, 9), own(30, 80, 90, 1)], 0),
        ([own(-100, -80, -50, 1), own(-200, -150, -100, 20)], 0),
    ],
)
def test_page_opens_on_the_most_current_cohort(
    cohorts: list[OwnCohort], expected: int | None
) -> None:
    """Of those that are open that with sessions to come; the next to begin; the last to close."""
    assert opens_on(cohorts, NOW) is (None if expected is None else cohorts[expected])
