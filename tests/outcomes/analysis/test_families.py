"""Adjusted p values: R's `p.adjust`, computed by hand."""

import pytest

from app.outcomes.analysis.families import Adjustment, adjusted

P = (0.01, 0.04, 0.03, 0.005)


def test_holm_multiplies_by_what_is_left_and_never_falls() -> None:
    assert adjusted(P) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_benjamini_hochberg() -> None:
    assert adjusted(P, Adjustment.BENJAMINI_HOCHBERG) == pytest.approx((0.02, 0.04, 0.04, 0.02))


def test_tests_that_could_not_be_made_do_not_count() -> None:
    first, missing, third = adjusted((0.01, None, 0.04))
    assert (first, third) == pytest.approx((0.02, 0.04))
    assert missing is None
    assert adjusted((None,)) == (None,)
    assert adjusted(()) == ()
