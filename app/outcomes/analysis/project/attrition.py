"""Who did not answer any more: how many, and what they had answered at the first wave.

If those who stayed began higher or lower, what changed in them says less about all. Without a
thread from wave to wave it cannot be asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.outcomes.analysis.groups import Difference, differ
from app.outcomes.analysis.project.records import Instrument, Study


@dataclass(frozen=True)
class Attrition:
    """The first wave of those who answered a later one, beside that of those who did not."""

    scale: str
    arm: str
    wave: int
    stayed: int | None
    """People of the first wave who answered this one; None: too few in one of both to show."""
    gone: int | None
    difference: Difference | None
    """First: who is gone; second: who stayed."""


def attrition(study: Study, instrument: Instrument) -> list[Attrition]:
    """For every later wave, by arm; nothing where people cannot be recognized."""
    return list(_attrition(study, instrument)) if study.can_pair else []


def _attrition(study: Study, instrument: Instrument) -> Iterator[Attrition]:
    own = [s for s in instrument.sheets if not s.is_mentee and s.perspective == "now"]
    waves = sorted({sheet.wave for sheet in own})
    for arm in sorted({sheet.arm for sheet in own}):
        answered = {
            wave: {s.person: s.scores for s in own if (s.wave, s.arm) == (wave, arm) and s.person}
            for wave in waves
        }
        for scale in instrument.scales:
            for wave in waves[1:]:
                first = _of(answered[waves[0]], scale.code)
                yield _parted(scale.code, arm, wave, first, answered[wave], study.least)


def _of(scores: Mapping[str, Mapping[str, float]], scale: str) -> dict[str, float]:
    return {person: own[scale] for person, own in scores.items() if scale in own}


def _parted(
    scale: str,
    arm: str,
    wave: int,
    first: Mapping[str, float],
    later: Mapping[str, object],
    least: int,
) -> Attrition:
    stayed = [score for person, score in first.items() if person in later]
    gone = [score for person, score in first.items() if person not in later]
    if _too_few(stayed, least) or _too_few(gone, least):
        return Attrition(scale, arm, wave, None, None, None)
    return Attrition(scale, arm, wave, len(stayed), len(gone), differ(gone, stayed))


def _too_few(scores: Sequence[float], least: int) -> bool:
    """Nobody is no group that could be recognized."""
    return 0 < len(scores) < least
