"""From the answers of one person to scores: means of those questions that were answered.

A score is the mean of a subscale's answered questions, which is what putting a person's own mean
in place of a missing answer gives. With fewer answers than are needed there is no score. That a
question does not apply is no answer and no omission, so it is counted by itself. Answers about
now and about the past are two sets of answers, and scored apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from app.packs.instruments.names import COMPOSITE
from app.packs.instruments.schema import InstrumentData, Item, Scale


class NotApplicable(Enum):
    """The answer that a question does not apply."""

    NA = "na"


NA = NotApplicable.NA
Answers = Mapping[str, int | NotApplicable]
"""Points by the code of the question; a question that was skipped is not in it."""


@dataclass(frozen=True)
class Score:
    """One score, and on how many answers it stands."""

    code: str
    """Of the subscale, or `composite`."""
    mean: float | None
    """None where too few questions were answered."""
    answered: int
    not_applicable: int
    skipped: int
    needed: int
    """How many have to be answered."""


class ScoredScale(NamedTuple):
    """A subscale or the composite."""

    code: str
    items: Sequence[str]
    """The codes of its questions."""
    needed: int
    """How many of these have to be answered."""


def scores(instrument: InstrumentData, answers: Answers) -> tuple[Score, ...]:
    """Every subscale's score in the order of the file, then the composite's if there is one.

    Raises:
        ValueError: An answer to what is no question on a scale, or a point that its scale has not.
    """
    points = {code: _scored(instrument, code, answer) for code, answer in answers.items()}
    return tuple(_score(own, points) for own in scored_scales(instrument))


def scored_scales(instrument: InstrumentData) -> list[ScoredScale]:
    """What has a score: every subscale in the order of the file, then the composite if any."""
    found = [ScoredScale(own.code, own.items, own.needed) for own in instrument.subscales]
    if instrument.composite is not None:
        found.append(ScoredScale(COMPOSITE, instrument.scored, instrument.composite_needed))
    return found


def mean_of(answered: Sequence[int], needed: int) -> float | None:
    """The score of these points; None: too few questions were answered."""
    return sum(answered) / len(answered) if len(answered) >= needed else None


def scored_point(item: Item, scale: Scale, point: int) -> int:
    """The point that an answer counts as: of a reversed question, the one opposite to it."""
    if point not in scale.points:
        raise ValueError(f"{item.code} has no point {point}")
    return scale.low + scale.high - point if item.reversed else point


def _scored(
    instrument: InstrumentData, code: str, answer: int | NotApplicable
) -> int | NotApplicable:
    item = instrument.by_code.get(code)
    scale = instrument.scale_of(item) if item else None
    if item is None or scale is None:
        raise ValueError(f"{code} is no question on a scale")
    return answer if isinstance(answer, NotApplicable) else scored_point(item, scale, answer)


def _score(own: ScoredScale, points: Answers) -> Score:
    given = [points.get(item) for item in own.items]
    answered = [point for point in given if isinstance(point, int)]
    return Score(
        code=own.code,
        mean=mean_of(answered, own.needed),
        answered=len(answered),
        not_applicable=given.count(NA),
        skipped=given.count(None),
        needed=own.needed,
    )
