"""The mixed model: lme4's sleepstudy in R's numbers, and a simulated trial with known effects."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from app.outcomes.analysis import mixed
from app.outcomes.analysis.mixed import Answer, Mixed, arm_by_wave, fit
from app.outcomes.analysis.steps import FittedBy

SLEEPSTUDY = pd.read_csv(Path(__file__).parent / "data" / "sleepstudy.csv")
"""Reaction times in ms of 18 people over ten days without sleep (Belenky 2003)."""
EFFECTS = {3: 0.58, 12: 0.58, 24: 0.74}
"""Change of the trained beyond that of the others, by months."""
RUNS = 200


def test_reml_of_sleepstudy_is_that_of_lme4() -> None:
    """lmer(Reaction ~ Days + (1 | Subject)): REML criterion 1786.465"""
    found = fit("Reaction ~ Days", SLEEPSTUDY, "Subject")
    assert found is not None
    result = found.result
    assert found.fitted_by is FittedBy.REML
    assert result.llf * -2 == pytest.approx(1786.465, abs=5e-4)
    assert result.params["Intercept"] == pytest.approx(251.4051, abs=5e-5)
    assert result.params["Days"] == pytest.approx(10.4673, abs=5e-5)
    assert result.bse["Days"] == pytest.approx(0.8042, abs=5e-5)
    assert result.cov_re.iloc[0, 0] == pytest.approx(1378.2, abs=0.05)
    assert result.scale == pytest.approx(960.5, abs=0.05)


def test_ml_of_sleepstudy_is_that_of_lme4() -> None:
    """lmer(Reaction ~ Days + (1 | Subject), REML = FALSE): logLik -897.0393"""
    found = next(mixed._tried("Reaction ~ Days", SLEEPSTUDY, "Subject", reml=False))
    assert found.llf == pytest.approx(-897.0393, abs=5e-5)


def simulated(seed: int, effects: dict[int, float], missing: float = 0.0) -> list[Answer]:
    """A trial of 47 trained and 39 others with four waves; a share of later answers is missing."""
    random = np.random.default_rng(seed)
    answers = []
    for person in range(86):
        arm = "combined" if person < 47 else "control"
        own = 4.5 + random.normal(0, 0.75)
        for wave in (0, *effects):
            gain = effects.get(wave, 0.0) if arm == "combined" else 0.0
            score = own + 0.2 * bool(wave) + gain + random.normal(0, 0.62)
            if not wave or random.random() >= missing:
                answers.append(Answer(f"P{person}", arm, wave, score, f"I{person % 13}"))
    return answers


def fitted(runs: int, effects: dict[int, float]) -> list[Mixed]:
    found = [arm_by_wave(simulated(seed, effects), "control") for seed in range(runs)]
    return [each for each in found if each is not None]


def estimates(found: Sequence[Mixed], wave: int) -> list[float]:
    return [own.estimate for each in found for own in each.contrasts if own.wave == wave]


def test_simulated_effects_come_back() -> None:
    found = fitted(RUNS, EFFECTS)
    assert len(found) == RUNS
    for wave, effect in EFFECTS.items():
        own = estimates(found, wave)
        assert len(own) == RUNS
        assert np.mean(own) == pytest.approx(effect, abs=np.std(own, ddof=1) / RUNS**0.5 * 2.6)
    typical = found[0].contrasts[0].se
    assert np.std(estimates(found, 3), ddof=1) == pytest.approx(typical, rel=0.2)


def test_no_effect_is_found_as_often_as_it_may_be() -> None:
    found = fitted(RUNS, dict.fromkeys(EFFECTS, 0.0))
    tests = [own.p for each in found for own in each.contrasts]
    assert len(tests) == RUNS * len(EFFECTS)
    assert np.mean(np.array(tests) < 0.05) == pytest.approx(0.05, abs=0.02)


def test_who_left_counts_as_far_as_they_went() -> None:
    found = arm_by_wave(simulated(1, EFFECTS, missing=0.4), "control")
    assert found is not None
    assert found.persons == 86
    assert 86 < found.observations < 86 * 4
    assert found.icc == pytest.approx(0.75**2 / (0.75**2 + 0.62**2), abs=0.15)


def test_people_alike_are_told_by_estimating_equations_and_it_says_so() -> None:
    random = np.random.default_rng(3)
    answers = [
        Answer(f"P{person}", "ab"[person % 2], wave, 3.0 + wave + random.normal(0, 1) - shift)
        for person in range(40)
        for wave, shift in ((0, person / 20), (3, -person / 20))  # who is high falls: none between
    ]
    found = arm_by_wave(answers, "a")
    assert found is not None
    assert found.fitted_by is FittedBy.GEE
    assert (found.between, found.icc, found.log_likelihood) == (None, None, None)


def test_one_arm_or_one_wave_has_no_model() -> None:
    answers = simulated(1, EFFECTS)
    assert arm_by_wave([own for own in answers if own.arm == "control"], "control") is None
    assert arm_by_wave([own for own in answers if own.wave == 0], "control") is None
    assert arm_by_wave([], "control") is None
    with pytest.raises(ValueError, match="Nobody is in the arm other"):
        arm_by_wave(answers, "other")


def test_an_arm_that_cannot_be_told_from_where_its_people_work_goes_down_the_ladder() -> None:
    """Everybody of one institution is in the same arm: the model has a column too many."""
    answers = [
        Answer(f"P{person}", ("control", "combined")[person % 2], wave, score, f"I{person % 4}")
        for person in range(40)
        for wave, score in ((0, 4 + person % 3), (3, 4.5 + person % 5 / 2))
    ]
    found = arm_by_wave(answers, "control")
    assert found is not None
    assert found.fitted_by is FittedBy.GEE
    assert found.contrasts[0].estimate == pytest.approx(0.05), "the arms' changes can be told apart"
