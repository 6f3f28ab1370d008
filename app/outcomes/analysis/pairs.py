"""The same people at two times: what changed, from their answers.

Choices:

- Only people with both values count; `n` is their number.
- Beside the paired t test (`summaries`) stands Wilcoxon's: changes of zero are left out and
  counted; it is exact where there are no ties, no zeros and at most 25 changes, else normal with a
  continuity correction, and it says which.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from app.outcomes.analysis.effects import Interval, Numbers, mean_deviation, noncentrality
from app.outcomes.analysis.summaries import Comparison, Summary, compare

EXACT_UP_TO = 25
"""Changes until which Wilcoxon's test is exact."""


@dataclass(frozen=True)
class RankTest:
    """Wilcoxon's signed ranks."""

    statistic: float
    """The smaller sum of ranks."""
    p: float
    """Two-sided."""
    zeros: int
    """Changes of zero, which were left out."""
    is_exact: bool


@dataclass(frozen=True)
class Change:
    """What changed in people, with everything that has to be printed beside it."""

    summary: Summary
    comparison: Comparison
    dav_ci: Interval | None
    """None where nothing varies."""
    ranks: RankTest | None
    """None where nobody changed."""
    higher: int
    same: int
    lower: int


def changed(before: Sequence[float], after: Sequence[float]) -> Change:
    """What changed in people who answered at both times, in the same order.

    Raises:
        ValueError: There are fewer than two, or not as many after as before.
    """
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    if first.shape != second.shape:
        raise ValueError("Each person needs both values.")  # not shown
    if len(first) < 2:
        raise ValueError("A change needs at least two people.")  # not shown
    changes = second - first
    known = Summary(
        n=len(first),
        mean_pre=float(first.mean()),
        sd_pre=float(first.std(ddof=1)),
        mean_post=float(second.mean()),
        sd_post=float(second.std(ddof=1)),
        sd_change=float(changes.std(ddof=1)),
    )
    higher, lower = int((changes > 0).sum()), int((changes < 0).sum())
    same = known.n - higher - lower
    return Change(known, compare(known), _dav_ci(known), _ranks(changes), higher, same, lower)


def _dav_ci(known: Summary) -> Interval | None:
    """The exact interval of dz, in the units of dav."""
    t = compare(known).t
    if t is None or known.sd_change is None or known.sd_pre is None or known.sd_post is None:
        return None
    unit = mean_deviation(known.sd_pre, known.sd_post)
    per_dz = known.sd_change / unit
    return noncentrality(t, known.n - 1).scaled(per_dz / math.sqrt(known.n))


def _ranks(changes: Numbers) -> RankTest | None:
    moved = changes[changes != 0]
    if not len(moved):
        return None
    zeros = len(changes) - len(moved)
    has_ties = len(np.unique(np.abs(moved))) < len(moved)
    is_exact = not zeros and not has_ties and len(moved) <= EXACT_UP_TO
    method = "exact" if is_exact else "asymptotic"
    found = stats.wilcoxon(moved, method=method, correction=not is_exact)
    return RankTest(float(found.statistic), float(found.pvalue), zeros, is_exact)
