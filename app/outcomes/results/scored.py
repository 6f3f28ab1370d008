"""The scores of those who answered: means over people, about now and about then; pure."""

from collections.abc import Mapping, Sequence
from statistics import fmean, stdev

from app.outcomes.disclosure.rules import may_show_spread
from app.outcomes.results.counting import enough, name_of, times_of
from app.outcomes.results.records import ScoreResult, Sheet, Shift
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.schema import InstrumentData, Perspective
from app.packs.instruments.scoring import (
    NA,
    Answers,
    mean_of,
    scored_point,
    scored_scales,
)

Means = Mapping[str, Sequence[float | None]]
"""By score, of each person in the order of the sheets; None where too little was answered."""


def answers_of(sheet: Sheet, time: Perspective, codes: Sequence[str]) -> Answers:
    """What somebody answered to questions on a scale about a time."""
    found = {code: sheet.get(name_of(code, time)) for code in codes}
    return {
        code: NA if answer == NOT_APPLICABLE else int(answer)
        for code, answer in found.items()
        if answer not in {None, ""}
    }


def means(instrument: InstrumentData, sheets: Sequence[Sheet], time: Perspective) -> Means:
    """Every score of every person, as `scoring.scores` would say, but each question once for all.

    Raises:
        ValueError: An answer that its scale has not.
    """
    columns = {code: _column(instrument, code, time, sheets) for code in instrument.scored}
    return {
        own.code: [
            mean_of([point for point in row if point is not None], own.needed)
            for row in zip(*(columns[item] for item in own.items), strict=True)
        ]
        for own in scored_scales(instrument)
    }


def _column(
    instrument: InstrumentData, code: str, time: Perspective, sheets: Sequence[Sheet]
) -> list[int | None]:
    """The points of one question of everybody; an answer that many gave is read once."""
    name, item = name_of(code, time), instrument.by_code[code]
    scale = instrument.scale_of(item)
    assert scale is not None, code
    given = [sheet.get(name) for sheet in sheets]
    points = {
        answer: None
        if answer in {None, "", NOT_APPLICABLE}
        else scored_point(item, scale, int(answer))
        for answer in set(given)
    }
    return [points[answer] for answer in given]


def asked_times(instrument: InstrumentData, *, asks_then: bool) -> list[Perspective]:
    """About which times any question of a score is asked."""
    items = [instrument.by_code[code] for code in instrument.scored]
    asked = {time for item in items for time in times_of(instrument, item, asks_then=asks_then)}
    times: tuple[Perspective, ...] = ("now", "then")
    return [time for time in times if time in asked]


def score_results(found: Mapping[Perspective, Means]) -> list[ScoreResult]:
    """The scores of everybody, those about now and those about then beside each other."""
    codes = list(next(iter(found.values()), {}))
    return [_score(code, time, of[code]) for code in codes for time, of in found.items()]


def _score(code: str, time: Perspective, each: Sequence[float | None]) -> ScoreResult:
    values = [value for value in each if value is not None]
    if not enough(len(values)):
        return ScoreResult(code, time, None, None, None)
    spread = stdev(values) if may_show_spread(len(values)) else None
    return ScoreResult(code, time, len(values), fmean(values), spread)


def shifts(found: Mapping[Perspective, Means], before: Means | None) -> list[Shift]:
    """Now beside then of who has both. `before`: an earlier survey's scores about its now."""
    if {"now", "then"} - found.keys():
        return []
    each = (_shift(code, found, (before or {}).get(code, ())) for code in found["now"])
    return [shift for shift in each if shift is not None]


def _shift(
    code: str, found: Mapping[Perspective, Means], before: Sequence[float | None]
) -> Shift | None:
    both = zip(found["now"][code], found["then"][code], strict=True)
    pairs = [(now, then) for now, then in both if now is not None and then is not None]
    if not enough(len(pairs)):
        return None
    now, then = fmean(now for now, _ in pairs), fmean(then for _, then in pairs)
    earlier = [value for value in before if value is not None]
    start = fmean(earlier) if enough(len(earlier)) else None
    response = None if start is None else then - start
    return Shift(code, len(pairs), now, then, now - then, start, response)
