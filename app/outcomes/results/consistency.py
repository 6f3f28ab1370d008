"""Whether the questions of each score belong together.

It takes seconds to import what computes this, so only who asks for it imports this module.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.outcomes.analysis.reliability import Reliability, reliability
from app.outcomes.results.records import AnsweredSurvey, Sheet
from app.outcomes.results.scored import answers_of, asked_times
from app.packs.instruments.names import COMPOSITE
from app.packs.instruments.schema import InstrumentData, Perspective
from app.packs.instruments.scoring import scored_point


@dataclass(frozen=True)
class Consistency:
    """The reliability of one score about one time."""

    code: str
    """Of the subscale, or `composite`."""
    time: Perspective
    found: Reliability | None
    """None: fewer than 30 people answered all of it, or it has one question."""


def consistency(survey: AnsweredSurvey) -> list[Consistency]:
    """Of every score, those about now and those about then apart."""
    instrument = survey.instrument
    scales = {own.code: list(own.items) for own in instrument.subscales}
    if instrument.composite is not None:
        scales[COMPOSITE] = instrument.scored
    return [
        Consistency(code, time, reliability(_rows(instrument, survey.sheets, time, items)))
        for code, items in scales.items()
        for time in asked_times(instrument, asks_then=survey.asks_then)
    ]


def _rows(
    instrument: InstrumentData, sheets: Sequence[Sheet], time: Perspective, codes: Sequence[str]
) -> list[list[float | None]]:
    """A row for each person, reversed questions turned; None for what was not answered."""
    return [
        [_turned(instrument, code, answers.get(code)) for code in codes]
        for sheet in sheets
        for answers in [answers_of(sheet, time, codes)]
    ]


def _turned(instrument: InstrumentData, code: str, answer: object) -> float | None:
    item = instrument.by_code[code]
    scale = instrument.scale_of(item)
    if scale is None or not isinstance(answer, int):
        return None
    return float(scored_point(item, scale, answer))
