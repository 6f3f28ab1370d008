"""Whether the items of a scale belong together.

Choices: only people who answered every item count; fewer than 30 of them say nothing about a
scale, so it is refused unless that is lowered on purpose. Alpha has Feldt's interval (1965). Omega
is the total one of a model with one factor, fitted by maximum likelihood.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.multivariate.factor import Factor

from app.outcomes.analysis.effects import CONFIDENCE, Interval, Numbers

ENOUGH = 30
"""People below whom reliability is not reported."""


@dataclass(frozen=True)
class Item:
    """What one item does in its scale."""

    total_r: float
    """Correlation with the sum of the others."""
    alpha_without: float | None
    """Alpha of the others; None where only one is left."""


@dataclass(frozen=True)
class Reliability:
    """The reliability of a scale."""

    n: int
    k: int
    """How many items."""
    alpha: float
    ci: Interval
    omega: float | None
    """None with fewer than three items, which cannot tell a factor from chance."""
    items: tuple[Item, ...]


def reliability(
    answers: Sequence[Sequence[float | None]], enough: int = ENOUGH
) -> Reliability | None:
    """The reliability of a scale by a row for each person and a column for each item.

    Reversed items have to be turned before. None where too few answered all of it, or an item
    does not vary.
    """
    whole = [row for row in answers if all(answer is not None for answer in row)]
    table = np.asarray(whole, dtype=float)
    if len(whole) < max(enough, 3) or table.shape[1] < 2 or not table.std(axis=0).all():
        return None
    n, k = table.shape
    alpha = _alpha(table)
    items = tuple(_item(table, at) for at in range(k))
    return Reliability(n, k, alpha, _feldt(alpha, n, k), _omega(table), items)


def _alpha(table: Numbers) -> float:
    k = table.shape[1]
    parts, whole = table.var(axis=0, ddof=1).sum(), table.sum(axis=1).var(ddof=1)
    return float(k / (k - 1) * (1 - parts / whole)) if whole else 0.0


def _feldt(alpha: float, n: int, k: int) -> Interval:
    df, quantile = ((n - 1), (n - 1) * (k - 1)), (1 + CONFIDENCE) / 2
    low = 1 - (1 - alpha) * stats.f.ppf(quantile, *df)
    return Interval(float(low), float(1 - (1 - alpha) * stats.f.ppf(1 - quantile, *df)))


def _item(table: Numbers, at: int) -> Item:
    others = np.delete(table, at, axis=1)
    r = float(np.corrcoef(table[:, at], others.sum(axis=1))[0, 1])
    return Item(r, _alpha(others) if others.shape[1] > 1 else None)


def _omega(table: Numbers) -> float | None:
    """What the items share of their sum's variance; by their own deviations, not standardized."""
    if table.shape[1] < 3:
        return None
    sds = table.std(axis=0, ddof=1)
    fitted = Factor(table, n_factor=1, method="ml").fit()
    return omega(fitted.loadings[:, 0] * sds, fitted.uniqueness * sds**2)


def omega(loadings: Sequence[float] | Numbers, uniqueness: Sequence[float] | Numbers) -> float:
    """McDonald's omega by what each item has of the factor and of its own (variances)."""
    shared = float(np.sum(loadings)) ** 2
    return shared / (shared + float(np.sum(uniqueness)))
