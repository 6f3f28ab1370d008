"""From the answers of one person to points and scores, about now and about then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.outcomes.analysis.project.records import Scale, Sheet
from app.packs.instruments.names import COMPOSITE, NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Perspective
from app.packs.instruments.scoring import NA, NotApplicable, scored_point, scores


@dataclass(frozen=True)
class Whose:
    """What is known of whom a sheet is about, and when it was asked."""

    person: str | None
    wave: int
    is_mentee: bool = False
    arm: str = ""
    stratum: str = ""
    is_in_window: bool = True


def scales_of(instrument: InstrumentData) -> tuple[Scale, ...]:
    """What an instrument scores: its subscales in their order, then the composite."""
    found = [_scale(instrument, own.code, own.title, own.items) for own in instrument.subscales]
    if instrument.composite is not None:
        scored = tuple(instrument.scored)
        found.append(_scale(instrument, COMPOSITE, instrument.composite.title, scored))
    return tuple(found)


def _scale(instrument: InstrumentData, code: str, title: str, items: tuple[str, ...]) -> Scale:
    own = [instrument.scale_of(instrument.by_code[item]) for item in items]
    known = [scale for scale in own if scale is not None]
    low, high = min(scale.low for scale in known), max(scale.high for scale in known)
    return Scale(code, title, items, low, high)


def sheets_of(
    instrument: InstrumentData, answers: Mapping[str, Any], whose: Whose
) -> Iterator[Sheet]:
    """One sheet for each time that somebody answered about; none where they scored nothing."""
    for perspective, ending in (("now", ""), ("then", THEN)):
        given = dict(_scored(instrument, answers, ending))
        if given:
            yield _sheet(instrument, given, whose, perspective)  # type: ignore[arg-type]


def _scored(
    instrument: InstrumentData, answers: Mapping[str, Any], ending: str
) -> Iterator[tuple[str, int | NotApplicable]]:
    for code in instrument.scored:
        answer = answers.get(code + ending)
        if answer == NOT_APPLICABLE:
            yield code, NA
        elif isinstance(answer, int):
            yield code, answer


def _sheet(
    instrument: InstrumentData,
    given: Mapping[str, int | NotApplicable],
    whose: Whose,
    perspective: Perspective,
) -> Sheet:
    means = {score.code: score.mean for score in scores(instrument, given)}
    return Sheet(
        person=whose.person,
        wave=whose.wave,
        scores={code: mean for code, mean in means.items() if mean is not None},
        points=dict(_points(instrument, given)),
        perspective=perspective,
        is_mentee=whose.is_mentee,
        arm=whose.arm,
        stratum=whose.stratum,
        is_in_window=whose.is_in_window,
    )


def _points(
    instrument: InstrumentData, given: Mapping[str, int | NotApplicable]
) -> Iterator[tuple[str, int]]:
    """With those of reversed questions turned, as reliability wants them."""
    for code, answer in given.items():
        item = instrument.by_code[code]
        scale = instrument.scale_of(item)
        if scale is not None and isinstance(answer, int):
            yield code, scored_point(item, scale, answer)
