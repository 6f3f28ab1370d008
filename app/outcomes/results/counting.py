"""How the answers to each question are counted; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from app.outcomes.analysis.distributions import distribution
from app.outcomes.disclosure.cells import TOO_FEW, cell
from app.outcomes.disclosure.rules import comments_told, may_show_spread, told
from app.outcomes.results.records import (
    Choices,
    Counts,
    Found,
    Middle,
    Points,
    QuestionResult,
    Sheet,
    Texts,
    ValueT,
)
from app.packs.instruments.names import NOT_APPLICABLE, THEN
from app.packs.instruments.schema import InstrumentData, Item, Perspective


def name_of(code: str, time: Perspective) -> str:
    """What the answer to a question about a time is called on a sheet."""
    return code + THEN if time == "then" else code


def times_of(instrument: InstrumentData, item: Item, *, asks_then: bool) -> list[Perspective]:
    """About which times a survey asks a question."""
    times = instrument.perspectives_of(item)
    return [time for time in times if time == "now" or asks_then or times == ("then",)]


def question_results(
    instrument: InstrumentData, sheets: Sequence[Sheet], *, asks_then: bool
) -> list[QuestionResult]:
    """Every question about every time, in the order in which they are asked."""
    items = [instrument.by_code[code] for group in instrument.groups for code in group.items]
    asked = [
        (item, time) for item in items for time in times_of(instrument, item, asks_then=asks_then)
    ]
    return [_counted(instrument, item, time, sheets) for item, time in asked]


def enough(people: int) -> bool:
    """Whether so many answered that what they answered may be told."""
    all_of_them = cell()
    return people > 0 and told({all_of_them: people})[all_of_them] is not TOO_FEW


def _counted(
    instrument: InstrumentData, item: Item, time: Perspective, sheets: Sequence[Sheet]
) -> QuestionResult:
    """Of a sheet on which a question was left out there is None, or nothing in the answer."""
    name = name_of(item.code, time)
    given = [sheet.get(name) for sheet in sheets]
    answers = [answer for answer in given if answer != NOT_APPLICABLE and (answer or answer == 0)]
    if not enough(len(answers)):
        return QuestionResult(item.code, time, None, None)
    away = sum(answer == NOT_APPLICABLE for answer in given)
    counts = Counts(len(answers), away, len(given) - len(answers) - away)
    return QuestionResult(item.code, time, counts, _found(instrument, item, answers))


def _found(instrument: InstrumentData, item: Item, answers: Sequence[object]) -> Found | None:
    if item.kind == "likert":
        return _points(instrument, item, _numbers(answers))
    if item.kind in {"choice", "several"}:
        return Choices(_chosen(item, answers))
    if item.kind == "number":
        return _middle(_numbers(answers))
    if item.kind == "date":
        return _middle([date.fromisoformat(str(answer)) for answer in answers])
    texts = comments_told([str(answer) for answer in answers], len(answers))
    return Texts(texts) if texts else None


def _numbers(answers: Sequence[object]) -> list[int]:
    """What many answered is read once."""
    numbers = {answer: int(str(answer)) for answer in set(answers)}
    return [numbers[answer] for answer in answers]


def _points(instrument: InstrumentData, item: Item, answers: Sequence[int]) -> Points:
    """One or two of a few at an end of a scale say nothing of floors and ceilings."""
    scale = instrument.scale_of(item)
    assert scale is not None, item.code
    found, told_of = distribution(answers, scale.low, scale.high), may_show_spread(len(answers))
    return Points(found, told_of and found.has_floor, told_of and found.has_ceiling)


def _chosen(item: Item, answers: Sequence[object]) -> Mapping[str, int]:
    each = (answer if isinstance(answer, list | tuple) else (answer,) for answer in answers)
    chosen = Counter(code for codes in each for code in codes)
    return {option.code: chosen[option.code] for option in item.options}


def _middle(answers: Sequence[ValueT]) -> Middle[ValueT]:
    """The lower one of two in the middle, as of a scale."""
    ordered = sorted(answers)
    low, median, high = (ordered[-(-len(ordered) * part // 4) - 1] for part in (1, 2, 3))
    return Middle(median, (low, high) if may_show_spread(len(ordered)) else None)
