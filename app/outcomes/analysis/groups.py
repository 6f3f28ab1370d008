"""Two groups of different people, as when nobody can tell who answered twice.

Choices: Welch's t test, since arms and waves rarely vary alike; the effect is Hedges' g by the
pooled deviation, with the interval of the noncentral t.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from app.outcomes.analysis.effects import CONFIDENCE, Interval, hedges, noncentrality


@dataclass(frozen=True)
class Difference:
    """How one group differs from another."""

    n_first: int
    n_second: int
    mean_first: float
    mean_second: float
    sd_first: float
    sd_second: float
    diff: float
    """Second minus first."""
    ci: Interval
    t: float
    df: float
    """Of Welch and Satterthwaite; rarely whole."""
    p: float
    """Two-sided."""
    g: float
    g_ci: Interval


def differ(first: Sequence[float], second: Sequence[float]) -> Difference | None:
    """How two groups differ; None where there are fewer than two in one, or nothing varies."""
    one, two = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    if min(len(one), len(two)) < 2:
        return None
    sd_one, sd_two = float(one.std(ddof=1)), float(two.std(ddof=1))
    pooled = _pooled(len(one), sd_one, len(two), sd_two)
    if not pooled:
        return None
    welch = stats.ttest_ind(two, one, equal_var=False)
    interval = welch.confidence_interval(CONFIDENCE)
    d, df = float(two.mean() - one.mean()) / pooled, len(one) + len(two) - 2
    per_t = math.sqrt(1 / len(one) + 1 / len(two))
    return Difference(
        n_first=len(one),
        n_second=len(two),
        mean_first=float(one.mean()),
        mean_second=float(two.mean()),
        sd_first=sd_one,
        sd_second=sd_two,
        diff=float(two.mean() - one.mean()),
        ci=Interval(float(interval.low), float(interval.high)),
        t=float(welch.statistic),
        df=float(welch.df),
        p=float(welch.pvalue),
        g=d * hedges(df),
        g_ci=noncentrality(d / per_t, df).scaled(per_t * hedges(df)),
    )


def _pooled(n_first: int, sd_first: float, n_second: int, sd_second: float) -> float:
    """The deviation within both groups."""
    squares = (n_first - 1) * sd_first**2 + (n_second - 1) * sd_second**2
    return math.sqrt(squares / (n_first + n_second - 2))
