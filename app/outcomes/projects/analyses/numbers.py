"""The numbers of a row that is kept of an analysis. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.outcomes.disclosure.rules import may_show_spread
from app.outcomes.projects.analyses.records import Value

if TYPE_CHECKING:
    from app.outcomes.analysis.groups import Difference
    from app.outcomes.analysis.pairs import Change

_SPREADLESS = ("mean", "mean_before", "mean_after", "diff")
"""What does not follow from a deviation, and is of no end of the scale."""


def part_told(part: int | None, whole: int | None, least: int) -> int | None:
    """How many of all, unless they or the others are too few."""
    if part is None or whole is None or 0 < part < least or 0 < whole - part < least:
        return None
    return part


def changed(own: Change | None) -> dict[str, Value]:
    """Of the same people at two times; nothing where there are too few."""
    if own is None:
        return {}
    known = own.comparison
    numbers: dict[str, Value] = {
        "mean_before": own.summary.mean_pre,
        "mean_after": own.summary.mean_post,
        "sd_before": own.summary.sd_pre,
        "sd_after": own.summary.sd_post,
        **{name: getattr(known, name) for name in ("diff", "ci_low", "ci_high", "t", "df", "r")},
        **{name: getattr(known, name) for name in ("dz", "dav", "d_rms", "g_av", "g_rms")},
        "dav_low": own.dav_ci.low if own.dav_ci else None,
        "dav_high": own.dav_ci.high if own.dav_ci else None,
        "wilcoxon_p": own.ranks.p if own.ranks else None,
        "wilcoxon_exact": own.ranks.is_exact if own.ranks else None,
    }
    return spreadless(numbers, own.summary.n)


def differing(own: Difference | None) -> dict[str, Value]:
    """Of different people; nothing where there are too few."""
    if own is None:
        return {}
    numbers: dict[str, Value] = {
        "mean_before": own.mean_first,
        "mean_after": own.mean_second,
        "sd_before": own.sd_first,
        "sd_after": own.sd_second,
        "diff": own.diff,
        "ci_low": own.ci.low,
        "ci_high": own.ci.high,
        "t": own.t,
        "df": own.df,
        "g": own.g,
        "g_low": own.g_ci.low,
        "g_high": own.g_ci.high,
    }
    return spreadless(numbers, min(own.n_first, own.n_second))


def spreadless(numbers: dict[str, Value], n: int) -> dict[str, Value]:
    """Without what shows a single answer, where there are so few."""
    if may_show_spread(n):
        return numbers
    return {name: number for name, number in numbers.items() if name in _SPREADLESS}
