"""Reliability: R's `attitude` in the numbers of `psych::alpha`, and a model of known omega."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.outcomes.analysis.reliability import omega, reliability

ATTITUDE = pd.read_csv(Path(__file__).parent / "data" / "attitude.csv").to_numpy().tolist()
"""Seven ratings of 30 departments (Chatterjee and Price 1977)."""


def test_alpha_of_attitude_is_that_of_r() -> None:
    found = reliability(ATTITUDE)
    assert found is not None
    assert (found.n, found.k) == (30, 7)
    assert found.alpha == pytest.approx(0.8431428, abs=5e-8)
    assert (found.ci.low, found.ci.high) == pytest.approx((0.74, 0.92), abs=0.005)


def test_an_item_is_set_against_the_others() -> None:
    found = reliability(ATTITUDE)
    others = reliability([row[1:] for row in ATTITUDE])
    assert found is not None
    assert others is not None
    assert found.items[0].alpha_without == pytest.approx(others.alpha)
    ratings = [row[0] for row in ATTITUDE]
    sums = [sum(row[1:]) for row in ATTITUDE]
    assert found.items[0].total_r == pytest.approx(np.corrcoef(ratings, sums)[0, 1])


def test_omega_of_one_factor_is_found_again() -> None:
    loadings, uniqueness = np.array([0.8, 0.7, 0.6, 0.5]), np.array([0.36, 0.51, 0.64, 0.75])
    random = np.random.default_rng(7)
    factor = random.normal(size=(4000, 1))
    answers = factor * loadings + random.normal(size=(4000, 4)) * np.sqrt(uniqueness)
    found = reliability(answers.tolist())
    assert found is not None
    assert omega(loadings, uniqueness) == pytest.approx(2.6**2 / (2.6**2 + 2.26))
    assert found.omega == pytest.approx(omega(loadings, uniqueness), abs=0.01)
    assert found.omega is not None
    assert found.alpha < found.omega  # loadings differ, so that alpha is too low


def test_alpha_of_equal_items_is_spearman_browns() -> None:
    """Items with a correlation of exactly .5 and the same variance: 3 × .5 / (1 + 2 × .5)."""
    random = np.random.default_rng(1)
    raw = random.normal(size=(60, 3))
    white = np.linalg.solve(np.linalg.cholesky(np.cov(raw, rowvar=False)), (raw - raw.mean(0)).T)
    answers = (np.linalg.cholesky(np.full((3, 3), 0.5) + np.eye(3) / 2) @ white).T
    found = reliability(answers.tolist())
    assert found is not None
    assert found.alpha == pytest.approx(0.75)
    assert found.items[0].alpha_without == pytest.approx(2 * 0.5 / 1.5)


def test_too_few_people_are_refused_unless_that_is_lowered() -> None:
    assert reliability(ATTITUDE[:29]) is None
    assert reliability(ATTITUDE[:29], enough=20) is not None


def test_who_left_an_item_out_does_not_count() -> None:
    with_gap = [[None, *ATTITUDE[0][1:]], *ATTITUDE[1:]]
    assert reliability(with_gap) is None
    found = reliability(with_gap, enough=29)
    assert found is not None
    assert found.n == 29


def test_an_item_that_everybody_answers_alike_has_no_reliability() -> None:
    assert reliability([[row[0], 3] for row in ATTITUDE]) is None


def test_two_items_have_alpha_and_no_omega() -> None:
    found = reliability([row[:2] for row in ATTITUDE])
    assert found is not None
    assert found.omega is None
    assert all(item.alpha_without is None for item in found.items)
