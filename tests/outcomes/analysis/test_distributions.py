"""Answers on a scale."""

import pytest

from app.outcomes.analysis.distributions import distribution

ANSWERS = (1, 4, 4, 5, 5, 5, 6, 7, 7, 7)


def test_every_point_of_the_scale_is_counted() -> None:
    assert distribution(ANSWERS, 1, 7).counts == (1, 0, 0, 2, 3, 1, 3)


def test_middle_and_quartiles_are_answers() -> None:
    found = distribution(ANSWERS, 1, 7)
    assert (found.quantile(0.25), found.median, found.quantile(0.75)) == (4, 5, 7)
    assert found.mean == pytest.approx(5.1)


def test_top_two_and_the_ends() -> None:
    found = distribution(ANSWERS, 1, 7)
    assert found.top_two == pytest.approx(0.4)
    assert found.has_ceiling
    assert not found.has_floor  # one of ten


def test_nobody_answered() -> None:
    found = distribution((), 1, 5)
    assert (found.n, found.mean, found.median, found.top_two) == (0, None, None, None)
    assert not found.has_ceiling


def test_an_answer_beside_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"from 1 to 5: \[0, 6\]"):
        distribution((0, 3, 6), 1, 5)
