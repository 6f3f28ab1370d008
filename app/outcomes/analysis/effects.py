"""How large a change or a difference is, in units that can be compared.

A standardized effect means nothing without its name, since each divides by another deviation:

- `dz`: by the deviation of the changes. It grows with the correlation of before and after, so it
  belongs beside a power analysis and nowhere else.
- `dav`: by the mean of both deviations. What is printed by default.
- `d_rms`: by the root of the mean of both variances. What meta-analyses ask for.
- `g_…`: the same times `hedges(df)`, which takes out the bias of small samples.

Intervals are those of the noncentral t distribution: that of `dz` is exact for normal changes,
those of the others take the deviations as known (Algina and Keselman 2003).

Source: Lakens 2013, https://doi.org/10.3389/fpsyg.2013.00863.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Numbers = NDArray[np.float64]
"""A column of numbers, or a table of them."""
CONFIDENCE = 0.95
"""Of every interval."""
MOST_REACH = 80.0


@dataclass(frozen=True)
class Interval:
    """Where a value lies with 95 % confidence."""

    low: float
    high: float

    def scaled(self, factor: float) -> "Interval":
        """The interval of the value times a factor."""
        low, high = sorted((self.low * factor, self.high * factor))
        return Interval(low, high)


def hedges(df: int) -> float:
    """The factor that makes a d of `df` degrees of freedom unbiased, nearly (Hedges 1981)."""
    return 1 - 3 / (4 * df - 1)


def mean_deviation(first: float, second: float) -> float:
    """What `dav` is divided by."""
    return (first + second) / 2


def root_mean_square(first: float, second: float) -> float:
    """What `d_rms` is divided by."""
    return math.sqrt((first**2 + second**2) / 2)


def noncentrality(t: float, df: float) -> Interval:
    """The noncentrality parameters under which a t as far out as this one is just not unlikely."""
    tail = (1 - CONFIDENCE) / 2
    return Interval(_parameter(t, df, 1 - tail), _parameter(t, df, tail))


def _parameter(t: float, df: float, below: float) -> float:
    """The parameter under which a share `below` of all t lie under this one.

    Far out the distribution cannot be computed: there its normal approximation is taken (Johnson
    and Welch 1940), whose error is small beside such an effect.
    """
    try:
        reach = 10.0
        while _outside(t, df, below, reach) and reach < MOST_REACH:
            reach *= 2
        found = optimize.brentq(lambda nc: stats.nct.cdf(t, df, nc) - below, t - reach, t + reach)
    except ValueError:  # it is no number somewhere between
        return t - float(stats.norm.ppf(below)) * math.sqrt(1 + t**2 / (2 * df))
    return float(found)


def _outside(t: float, df: float, below: float, reach: float) -> bool:
    """Whether the parameter is further away from t than that."""
    lowest, highest = stats.nct.cdf(t, df, t - reach), stats.nct.cdf(t, df, t + reach)
    return not highest < below < lowest
