"""Two or more arms over several waves, with everybody's answers as far as they went.

The model: score by arm × wave with the wave as a category, institution as a stratum where there is
more than one, and a random intercept for each person; by REML. All waves that somebody answered
count, which is right where what is missing depends on what was seen (missing at random); nobody's
last value is carried forward.

The ladder, never silent: REML with several optimizers; then maximum likelihood, where REML does
not converge; then estimating equations (GEE, exchangeable) where the variance between people is
none, so that there is no random intercept; else no result. `fitted_by` says which step it was.

Intervals and p are by the normal distribution, as statsmodels gives them: with few people they are
a little narrow. `contrasts` are the differences of arms in their change since the first wave.
"""

import math
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf

from app.outcomes.analysis.steps import FittedBy

OPTIMIZERS = ("lbfgs", "bfgs", "powell")
LITTLE = 1e-6
"""The share of variance between people below which there is none."""
CLEAR = 0.05
"""The share above which one optimizer is believed."""


@dataclass(frozen=True)
class Answer:
    """The score of one person at one wave."""

    person: str
    arm: str
    wave: int
    """Months since the start."""
    score: float
    stratum: str = ""


@dataclass(frozen=True)
class Contrast:
    """How much more one arm changed from the first wave to another than the reference did."""

    arm: str
    wave: int
    estimate: float
    se: float
    ci_low: float
    ci_high: float
    p: float


@dataclass(frozen=True)
class Mixed:
    """What came out of the model."""

    contrasts: tuple[Contrast, ...]
    reference: str
    fitted_by: FittedBy
    persons: int
    observations: int
    between: float | None
    """Variance between people; None by estimating equations."""
    within: float
    log_likelihood: float | None
    """Restricted, if `fitted_by` is REML; None by estimating equations."""

    @property
    def icc(self) -> float | None:
        """The share of the variance that lies between people."""
        return None if self.between is None else self.between / (self.between + self.within)


def arm_by_wave(answers: Sequence[Answer], reference: str) -> Mixed | None:
    """Fit the model; None where there are not two arms at two waves, or no step of the ladder held.

    Raises:
        ValueError: Nobody is in the arm that the others are compared with.
    """
    table = pd.DataFrame([vars(answer) for answer in answers])
    if not len(table) or table["arm"].nunique() < 2 or table["wave"].nunique() < 2:
        return None
    if reference not in set(table["arm"]):
        raise ValueError(f"Nobody is in the arm {reference}.")  # not shown
    formula = f"score ~ C(arm, Treatment({reference!r})) * C(wave)"  # not shown
    if table["stratum"].nunique() > 1:
        formula += " + C(stratum)"
    found = fit(formula, table, "person")
    return None if found is None else _mixed(found, table, reference)


@dataclass(frozen=True)
class Fit:
    """A fitted model, and the step of the ladder that fitted it."""

    result: Any
    fitted_by: FittedBy


def fit(formula: str, table: pd.DataFrame, group: str) -> Fit | None:
    """The first step of the ladder that holds, for any formula with one random intercept."""
    for reml in (True, False):
        result = _best(_tried(formula, table, group, reml=reml))
        if result is not None and _share_between(result) > LITTLE:
            return Fit(result, FittedBy.REML if reml else FittedBy.ML)
    return _by_equations(formula, table, group)


def _best(results: Iterable[Any]) -> Any:
    """The first result that is clear of the bound; near it, the likeliest of all.

    There an optimizer can stop short and call that convergence.
    """
    found = []
    for result in results:
        if _share_between(result) > CLEAR:
            return result
        found.append(result)
    return max(found, key=lambda result: result.llf, default=None)


def _tried(formula: str, table: pd.DataFrame, group: str, *, reml: bool) -> Iterator[Any]:
    """The result of each optimizer that converged."""
    model = smf.mixedlm(formula, table, groups=table[group])
    for optimizer in OPTIMIZERS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they are about is asked of the result
            try:
                result = model.fit(reml=reml, method=optimizer)
                has_errors = bool(np.isfinite(result.bse_fe).all())
            except (np.linalg.LinAlgError, ValueError):
                continue
        if result.converged and has_errors:
            yield result


def _share_between(result: Any) -> float:
    """The share of the variance that is between people; at its bound, none, errors mean nothing."""
    between = float(result.cov_re.iloc[0, 0])
    return between / (between + float(result.scale))


def _by_equations(formula: str, table: pd.DataFrame, group: str) -> Fit | None:
    in_groups = table.sort_values(group, kind="stable")
    structure = sm.cov_struct.Exchangeable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what they are about is asked of the result
        try:
            result = smf.gee(formula, group, in_groups, cov_struct=structure).fit()
            good = bool(result.converged) and bool(np.isfinite(result.bse).all())
        except (np.linalg.LinAlgError, ValueError):
            return None
    return Fit(result, FittedBy.GEE) if good else None


def _mixed(found: Fit, table: pd.DataFrame, reference: str) -> Mixed:
    result, by_equations = found.result, found.fitted_by is FittedBy.GEE
    return Mixed(
        contrasts=tuple(_contrasts(result, table, reference)),
        reference=reference,
        fitted_by=found.fitted_by,
        persons=table["person"].nunique(),
        observations=len(table),
        between=None if by_equations else float(result.cov_re.iloc[0, 0]),
        within=float(result.scale),
        log_likelihood=None if by_equations else float(result.llf),
    )


def _contrasts(result: Any, table: pd.DataFrame, reference: str) -> Iterator[Contrast]:
    intervals = result.conf_int()
    arms = sorted(set(table["arm"]) - {reference})
    for arm in arms:
        for wave in sorted(set(table["wave"]))[1:]:
            name = f"C(arm, Treatment({reference!r}))[T.{arm}]:C(wave)[T.{wave}]"  # not shown
            estimate, se = float(result.params[name]), float(result.bse[name])
            if not math.isfinite(se):
                continue
            low, high = (float(end) for end in intervals.loc[name])
            yield Contrast(arm, wave, estimate, se, low, high, float(result.pvalues[name]))
