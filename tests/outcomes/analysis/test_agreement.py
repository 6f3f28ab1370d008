"""Agreement: the example of Shrout and Fleiss 1979 in the numbers that R's `psych::ICC` prints."""

import pytest

from app.outcomes.analysis.agreement import agreement

JUDGES = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))


def test_shrout_and_fleiss() -> None:
    found = agreement(JUDGES)
    assert found is not None
    assert found.icc == pytest.approx(0.2897638, abs=5e-8)
    assert (found.ci.low, found.ci.high) == pytest.approx((0.0187867, 0.7610844), abs=5e-6)
    assert (found.n, found.raters) == (6, 4)


def test_a_constant_between_raters_is_no_agreement() -> None:
    found = agreement([(1, 3), (2, 4), (3, 5), (4, 6)])
    assert found is not None
    assert found.icc < 0.5


def test_saying_the_same_is_agreement() -> None:
    found = agreement([(1, 1), (2, 2), (5, 5)])
    assert found is not None
    assert found.icc == pytest.approx(1)
    assert (found.ci.low, found.ci.high) == pytest.approx((1, 1))


@pytest.mark.parametrize("ratings", [[], [(1, 2)], [(1,), (2,)], [(3, 3), (3, 3)]])
def test_too_little_is_none(ratings: list[tuple[float, ...]]) -> None:
    assert agreement(ratings) is None
