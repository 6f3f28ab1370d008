"""Shares."""

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.institutions.rules import percent


@given(st.integers(1, 60), st.integers(0, 60))
def test_percent_is_the_nearest(people: int, part: int) -> None:
    part = min(part, people)
    assert abs(percent(part, people) * people - 100 * part) * 2 <= people


def test_half_a_percent_rounds_up() -> None:
    assert percent(1, 200) == 1
