"""Several tests at once: what is left of each when all that were asked are counted.

A family is declared before the data are seen, such as six competencies at three waves. Holm's
adjustment is the default, since it holds whatever the tests have to do with each other; that of
Benjamini and Hochberg bounds the share of false findings instead. What was not adjusted is always
printed beside it.
"""

from collections.abc import Sequence
from enum import StrEnum

from statsmodels.stats.multitest import multipletests


class Adjustment(StrEnum):
    """How a family is adjusted."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "fdr_bh"


def adjusted(
    values: Sequence[float | None], by: Adjustment = Adjustment.HOLM
) -> tuple[float | None, ...]:
    """Every p adjusted, in the same order; tests that could not be made do not count."""
    made = [p for p in values if p is not None]
    if not made:
        return tuple(values)
    found = iter(multipletests(made, method=by.value)[1])
    return tuple(None if p is None else float(next(found)) for p in values)
