"""The same people at two times in a few numbers: what follows from these.

Choices:

- The paired t test is the main one.
- A published table is read as answers are: the t gives the standard error, that gives the
  deviation of the changes, and that the correlation. What its cells do not determine is None.
- The sign of t follows the change (after minus before); tables that print it without are common.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy import stats

from app.outcomes.analysis.effects import (
    CONFIDENCE,
    hedges,
    mean_deviation,
    root_mean_square,
)

ROUNDING = 0.02
"""How far past 1 a correlation from printed numbers may come out, and is taken as 1."""


@dataclass(frozen=True)
class Summary:
    """Two times of the same people in a few numbers; what is not known is None."""

    n: int
    mean_pre: float | None = None
    sd_pre: float | None = None
    mean_post: float | None = None
    sd_post: float | None = None
    t: float | None = None
    sd_change: float | None = None
    """Deviation of the changes; articles rarely print it, and t stands for it."""

    @property
    def change(self) -> float | None:
        """After minus before."""
        if self.mean_pre is None or self.mean_post is None:
            return None
        return self.mean_post - self.mean_pre


@dataclass(frozen=True)
class Comparison:
    """Everything that follows from a summary; None where it does not say enough."""

    t: float | None
    df: int
    p: float | None
    """Two-sided."""
    diff: float | None
    """After minus before."""
    se: float | None
    ci_low: float | None
    ci_high: float | None
    r: float | None
    """Correlation of before and after."""
    dz: float | None
    dav: float | None
    d_rms: float | None
    g_rms: float | None
    g_av: float | None


def compare(known: Summary) -> Comparison:
    """All that follows from a summary.

    Raises:
        ValueError: There are fewer than two people.
    """
    if known.n < 2:
        raise ValueError("A change needs at least two people.")  # not shown
    df, diff, se = known.n - 1, known.change, _error(known)
    t = _t(known, se)
    half = None if se is None else se * float(stats.t.ppf((1 + CONFIDENCE) / 2, df))
    dav, d_rms = _over(mean_deviation, known), _over(root_mean_square, known)
    return Comparison(
        t=t,
        df=df,
        p=None if t is None else float(2 * stats.t.sf(abs(t), df)),
        diff=diff,
        se=se,
        ci_low=None if diff is None or half is None else diff - half,
        ci_high=None if diff is None or half is None else diff + half,
        r=_correlation(known, se),
        dz=None if t is None else t / math.sqrt(known.n),
        dav=dav,
        d_rms=d_rms,
        g_rms=None if d_rms is None else d_rms * hedges(df),
        g_av=None if dav is None else dav * hedges(df),
    )


def contradicts_itself(known: Summary) -> bool:
    """Whether no numbers of anybody could have this summary, rounding aside."""
    if known.t == 0 and known.change:
        return True
    se, sds = _error(known), (known.sd_pre, known.sd_post)
    return se is not None and None not in sds and all(sds) and _correlation(known, se) is None


def _error(known: Summary) -> float | None:
    """The standard error of the mean change."""
    if known.sd_change is not None:
        return known.sd_change / math.sqrt(known.n)
    return abs(known.change / known.t) if known.change and known.t else None


def _t(known: Summary, se: float | None) -> float | None:
    if known.t is None:
        return known.change / se if known.change is not None and se else None
    return math.copysign(known.t, known.change) if known.change else known.t


def _over(scale: Callable[[float, float], float], known: Summary) -> float | None:
    """The change in units of a deviation that both times share."""
    if known.change is None or known.sd_pre is None or known.sd_post is None:
        return None
    unit = scale(known.sd_pre, known.sd_post)
    return known.change / unit if unit else None


def _correlation(known: Summary, se: float | None) -> float | None:
    """From the three variances; None where they cannot belong together."""
    if se is None or not known.sd_pre or not known.sd_post:
        return None
    both = known.sd_pre**2 + known.sd_post**2
    r = (both - known.n * se**2) / (2 * known.sd_pre * known.sd_post)
    return max(-1.0, min(1.0, r)) if abs(r) <= 1 + ROUNDING else None
