"""What `make bench-check` fails for, and when a goal is reached."""

import pytest

from tests.bench.comparing import NOISE, Found, worse
from tests.bench.goals import DECADE, DEMO, HALF, Measured, goal_of

HOME = Measured("home", 0.25, 2000, 10.0, 20.0, 9, 15_000)


def found(**changed: float) -> Found:
    """A run in which one page was measured."""
    return {"SQLite": {DEMO: {"home": HOME._asdict() | changed}}}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, []),
        ({"ratio": 0.25 * (1 - NOISE) + 0.001}, []),
        ({"statements": 8, "p95_ms": 900}, []),
        (
            {"ratio": 0.19},
            ["home (SQLite, demo): 0.190 of the ceiling, and it was 0.250"],
        ),
        ({"statements": 10}, ["home (SQLite, demo): 10 statements, and it was 9"]),
    ],
)
def test_a_lost_ratio_and_another_statement_fail(
    changed: dict[str, float], said: list[str]
) -> None:
    assert list(worse(found(**changed), found())) == said


def test_what_was_measured_only_once_is_left_out() -> None:
    assert list(worse(found(ratio=0.01), {})) == []
    assert list(worse({}, found())) == []


@pytest.mark.parametrize(
    ("size", "page", "goal"),
    [
        (DEMO, HOME, ("0.22", True)),
        (DEMO, HOME._replace(ratio=0.21), ("0.22", False)),
        (DEMO, HOME._replace(name="jobs"), None),
        (DECADE, HOME, ("0.22, 95th 400 ms", True)),
        (DECADE, HOME._replace(name="jobs", p95_ms=401), ("95th 400 ms", False)),
        (HALF, HOME, None),
        (HALF, HOME._replace(name="roster"), ("under 100 ms", True)),
        (HALF, HOME._replace(name="roster", processor_us=100_000), ("under 100 ms", False)),
    ],
)
def test_goals_of_a_page(size: str, page: Measured, goal: tuple[str, bool] | None) -> None:
    assert goal_of(size, page) == goal
