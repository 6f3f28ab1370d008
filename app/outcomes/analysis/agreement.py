"""Whether two who rate the same say the same: a mentor and a mentee.

ICC(A,1) asks for absolute agreement of single ratings with raters as random (two-way). A mere
correlation would call it agreement if one always said two points more.

Source: McGraw and Wong 1996, https://doi.org/10.1037/1082-989X.1.1.30, table 4 and case 2A of
table 7 (the interval).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from app.outcomes.analysis.effects import CONFIDENCE, Interval, Numbers


@dataclass(frozen=True)
class Agreement:
    """How far ratings of the same agree."""

    n: int
    """How many were rated."""
    raters: int
    icc: float
    ci: Interval


@dataclass(frozen=True)
class _Squares:
    """Mean squares of rows (who is rated), columns (raters), and what is left."""

    n: int
    k: int
    rows: float
    columns: float
    rest: float


def agreement(ratings: Sequence[Sequence[float]]) -> Agreement | None:
    """ICC(A,1) of a row for each who is rated and a column for each rater.

    None where there are fewer than two of either, or nothing varies.
    """
    table = np.asarray(ratings, dtype=float)
    if table.ndim != 2 or min(table.shape) < 2 or np.ptp(table) == 0:
        return None
    found = _squares(table)
    return Agreement(found.n, found.k, _icc(found), _interval(found))


def _squares(table: Numbers) -> _Squares:
    n, k = table.shape
    whole = table.mean()
    rows = k * ((table.mean(axis=1) - whole) ** 2).sum() / (n - 1)
    columns = n * ((table.mean(axis=0) - whole) ** 2).sum() / (k - 1)
    left = table - table.mean(axis=1, keepdims=True) - table.mean(axis=0, keepdims=True) + whole
    return _Squares(n, k, float(rows), float(columns), float((left**2).sum() / ((n - 1) * (k - 1))))


def _icc(of: _Squares) -> float:
    below = of.rows + (of.k - 1) * of.rest + of.k / of.n * (of.columns - of.rest)
    return (of.rows - of.rest) / below


def _interval(of: _Squares) -> Interval:
    icc, n, k = _icc(of), of.n, of.k
    if not of.rest:  # they differ by a constant, or not at all
        return Interval(icc, icc)
    a = k * icc / (n * (1 - icc))
    b = 1 + k * icc * (n - 1) / (n * (1 - icc))
    df = (a * of.columns + b * of.rest) ** 2 / (
        (a * of.columns) ** 2 / (k - 1) + (b * of.rest) ** 2 / ((n - 1) * (k - 1))
    )
    quantile = (1 + CONFIDENCE) / 2
    lower, upper = stats.f.ppf(quantile, n - 1, df), stats.f.ppf(quantile, df, n - 1)
    others = k * of.columns + (k * n - k - n) * of.rest
    low = n * (of.rows - lower * of.rest) / (lower * others + n * of.rows)
    high = n * (upper * of.rows - of.rest) / (others + n * upper * of.rows)
    return Interval(float(low), float(high))
