"""How a scale was answered at each wave: how many, how high, and whether its items belong together.

Floor and ceiling are those of the scores: the share of people at the lowest and the highest
possible one (Terwee 2007). Reliability is of each wave by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.outcomes.analysis.distributions import CROWDED
from app.outcomes.analysis.project.records import Instrument, Scale, Sheet
from app.outcomes.analysis.reliability import Reliability, reliability


@dataclass(frozen=True)
class Described:
    """One scale at one wave; numbers are None where there are too few people."""

    scale: str
    arm: str
    wave: int
    perspective: str
    is_mentee: bool
    n: int | None
    mean: float | None
    sd: float | None
    has_floor: bool | None
    has_ceiling: bool | None
    top: int | None
    """People whose score is within a point of the highest."""
    reliability: Reliability | None
    """None with fewer people than say anything about a scale, too."""


def described(instrument: Instrument, least: int) -> list[Described]:
    """Every scale at every wave, by arm, by time asked about, and by who answered."""
    groups: dict[tuple[bool, str, int, str], list[Sheet]] = {}
    for sheet in instrument.sheets:
        group = sheet.is_mentee, sheet.arm, sheet.wave, sheet.perspective
        groups.setdefault(group, []).append(sheet)
    return [
        _described(scale, group, sheets, least)
        for scale in instrument.scales
        for group, sheets in sorted(groups.items())
    ]


def _described(
    scale: Scale, group: tuple[bool, str, int, str], sheets: Sequence[Sheet], least: int
) -> Described:
    is_mentee, arm, wave, perspective = group
    scores = [sheet.scores[scale.code] for sheet in sheets if scale.code in sheet.scores]
    n, enough = len(scores), len(scores) >= least
    return Described(
        scale=scale.code,
        arm=arm,
        wave=wave,
        perspective=perspective,
        is_mentee=is_mentee,
        n=n if enough else None,
        mean=float(np.mean(scores)) if enough else None,
        sd=float(np.std(scores, ddof=1)) if enough and n > 1 else None,
        has_floor=_crowded(scores, scale.low) if enough else None,
        has_ceiling=_crowded(scores, scale.high) if enough else None,
        top=sum(score >= scale.high - 1 for score in scores) if enough else None,
        reliability=reliability(list(_rows(scale, sheets))) if enough else None,
    )


def _crowded(scores: Sequence[float], end: int) -> bool:
    return sum(score == end for score in scores) > CROWDED * len(scores)


def _rows(scale: Scale, sheets: Sequence[Sheet]) -> Iterator[list[float | None]]:
    for sheet in sheets:
        yield [sheet.points.get(item) for item in scale.items]
