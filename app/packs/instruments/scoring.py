"""From the answers of one person to scores: means of those questions that were answered.

A score is the mean of a subscale's answered questions, which is what putting a person's own mean
in place of a missing answer gives. With fewer answers than are needed there is no score. That a
question does not apply is no answer and no omission, so it is counted by itself. Answers about
now and about the past are two sets of answers, and scored apart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

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


def scores(instrument: InstrumentData, answers: Answers) -> tuple[Score, ...]:
    """Every subscale's score in the order of the file, then the composite's if there is one.

    Raises:
        ValueError: An answer to what is no question on a scale, or a point that its scale has not.
    """
    points = {code: _scored(instrument, code, answer) for code, answer in answers.items()}
    found = [_score(own.code, own.items, points, own.needed) for own in instrument.subscales]
    if instrument.composite is not None:
        needed = instrument.composite_needed
        found.append(_score(COMPOSITE, instrument.scored, points, needed))
    return tuple(found)


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


def _score(code: str, items: Iterable[str], points: Answers, needed: int) -> Score:
    given = [points.get(item) for item in items]
    answered = [point for point in given if isinstance(point, int)]
    return Score(
        code=code,
        mean=sum(answered) / len(answered) if len(answered) >= needed else None,
        answered=len(answered),
        not_applicable=sum(isinstance(point, NotApplicable) for point in given),
        skipped=given.count(None),
        needed=needed,
    )
