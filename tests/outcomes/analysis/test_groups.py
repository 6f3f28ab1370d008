"""Differences of groups: Student's sleep data taken as two groups, in R's numbers."""

import pytest

from app.outcomes.analysis.groups import differ
from tests.outcomes.analysis.sleep import DRUG_1, DRUG_2


def test_welch_of_students_sleep_is_that_of_r() -> None:
    """t.test(extra ~ group, data = sleep)"""
    found = differ(DRUG_1, DRUG_2)
    assert found is not None
    assert found.t == pytest.approx(1.8608135, abs=5e-7)
    assert found.df == pytest.approx(17.776474, abs=5e-6)
    assert found.p == pytest.approx(0.07939414, abs=5e-8)
    assert (found.ci.low, found.ci.high) == pytest.approx((-0.2054832, 3.3654832), abs=5e-7)


def test_g_is_the_difference_by_the_pooled_deviation() -> None:
    found = differ(DRUG_1, DRUG_2)
    assert found is not None
    pooled = ((1.7890097**2 + 2.0022487**2) / 2) ** 0.5
    assert found.g == pytest.approx(1.58 / pooled * (1 - 3 / 71), abs=1e-6)
    assert found.g_ci.low < 0 < found.g < found.g_ci.high  # as the test says


@pytest.mark.parametrize(("first", "second"), [((1,), (1, 2)), ((1, 1), (2, 2)), ((), ())])
def test_too_few_or_no_variance_is_no_difference(
    first: tuple[float, ...], second: tuple[float, ...]
) -> None:
    assert differ(first, second) is None
