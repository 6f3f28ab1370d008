"""What `doctor` and the page of health say of records whose time is over."""

import pytest

from app.installation.retention.rules import DUE, NOTHING_DUE, WAITING, on_retention
from app.installation.rules import HealthState


@pytest.mark.parametrize(
    ("due", "waiting", "state", "said"),
    [
        (0, 0, HealthState.GOOD, NOTHING_DUE),
        (3, 0, HealthState.GOOD, DUE(count=3)),
        (3, 1, HealthState.WARN, WAITING(count=1)),
    ],
)
def test_only_what_waits_for_an_operator_is_a_warning(
    due: int, waiting: int, state: HealthState, said: object
) -> None:
    found = on_retention(due, waiting)
    assert (found.state, found.text) == (state, said)


def test_warning_says_what_to_run() -> None:
    assert "python -m app retention delete" in str(on_retention(2, 2).text)
