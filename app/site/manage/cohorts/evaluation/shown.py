"""The questions of a survey as they are shown: screen by screen, each with what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from app.language import Text, _, dotted, ngettext
from app.language.styles import long_date, number
from app.outcomes.disclosure.rules import rounded_percent
from app.outcomes.results.records import (
    Choices,
    Counts,
    Middle,
    Points,
    QuestionResult,
    SurveyResults,
    Texts,
)
from app.packs.instruments.schema import InstrumentData, Item, ItemGroup
from app.site.manage.cohorts.evaluation.bars import Slice, length, shade, slices
from app.site.manage.cohorts.evaluation.texts import Quotes, ShownText, shown_texts
from app.site.manage.cohorts.evaluation.words import time_of


@dataclass(frozen=True)
class PointShown:
    """One point of a scale, over its column."""

    value: int
    words: str
    """What it means; empty where only a number stands for it."""
    shade: int


@dataclass(frozen=True)
class ScaleRow:
    """A question on a scale; without a number where too few answered."""

    text: str
    time: Text
    """Which time it is about; empty where it is about one only."""
    slices: Sequence[Slice] = ()
    cells: Sequence[int] = ()
    people: int | None = None
    middle: Sequence[Text] = ()
    """Median, middle half, mean, the two highest."""
    notes: Text = ""
    """Who did not answer, and whether an end is crowded."""


@dataclass(frozen=True)
class ScaleTable:
    """Questions that stand one after the other and have the same scale."""

    points: Sequence[PointShown]
    rows: Sequence[ScaleRow]
    top: Text
    """What the two highest points are called as a column."""


@dataclass(frozen=True)
class OptionRow:
    """One of the answers to choose from."""

    text: str
    length: Decimal
    count: int
    percent: Decimal


@dataclass(frozen=True)
class OwnQuestion:
    """A question that is on no scale. With none of these, too few answered."""

    text: str
    notes: Text = ""
    options: Sequence[OptionRow] = ()
    middle: Text = ""
    texts: Sequence[ShownText] = ()


@dataclass(frozen=True)
class ShownGroup:
    """The questions of one screen."""

    title: str
    intro: str | None
    parts: Sequence[ScaleTable | OwnQuestion]


def shown_groups(results: SurveyResults, quotes: Quotes) -> list[ShownGroup]:
    """Everything that was answered, in the order of asking."""
    return [_group(results, group, quotes) for group in results.instrument.groups]


def _group(results: SurveyResults, group: ItemGroup, quotes: Quotes) -> ShownGroup:
    own = [question for question in results.questions if question.code in set(group.items)]
    by_scale = groupby(own, key=lambda question: results.instrument.by_code[question.code].scale)
    parts: list[ScaleTable | OwnQuestion] = []
    for scale, questions in by_scale:
        if scale is None:
            parts += [_own(results.instrument, question, quotes) for question in questions]
        else:
            parts.append(_table(results.instrument, scale, questions))
    return ShownGroup(group.title, group.intro, parts)


def _table(
    instrument: InstrumentData, name: str, questions: Iterable[QuestionResult]
) -> ScaleTable:
    scale = instrument.scales[name]
    points = [
        PointShown(value, scale.anchors.get(str(value), ""), shade(at, len(scale.points)))
        for at, value in enumerate(scale.points)
    ]
    rows = [_row(instrument, question) for question in questions]
    top = _("{low} or {high}", low=points[-2].value, high=points[-1].value)
    return ScaleTable(points, rows, top)


def _row(instrument: InstrumentData, question: QuestionResult) -> ScaleRow:
    item = instrument.by_code[question.code]
    times = instrument.perspectives_of(item)
    time: Text = time_of(instrument, question.time) if len(times) > 1 else ""
    found = question.found
    if not isinstance(found, Points) or question.counts is None:
        return ScaleRow(_words(item), time)
    own = found.distribution
    return ScaleRow(
        text=_words(item),
        time=time,
        slices=slices(own.counts),
        cells=own.counts,
        people=own.n,
        middle=_middle_of(found),
        notes=dotted((*_left_out(instrument, item, question.counts), *_crowded(found))),
    )


def _middle_of(found: Points) -> list[Text]:
    own = found.distribution
    low, high = own.quantile(0.25), own.quantile(0.75)
    assert low is not None  # somebody answered
    assert high is not None
    return [
        str(own.median),
        _("{low} to {high}", low=low, high=high),
        two_places(own.mean),
        _("{percent}%", percent=percent_of(sum(own.counts[-2:]), own.n)),
    ]


def percent_of(count: int, whole: int) -> Decimal:
    """A share in percent of people who are enough to be told of."""
    percent = rounded_percent(count, whole)
    assert isinstance(percent, Decimal)
    return percent


def two_places(value: float | None) -> Text:
    """A mean as people read it."""
    if value is None:
        return "–"
    return number(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _crowded(found: Points) -> list[Text]:
    floor = [_("floor: many at the lowest point")] if found.has_floor else []
    return [*floor, _("ceiling: many at the highest point")] if found.has_ceiling else [*floor]


def _left_out(instrument: InstrumentData, item: Item, counts: Counts) -> list[Text]:
    said: list[Text] = []
    if counts.not_applicable:
        words = instrument.na_of(item) or _("Does not apply")
        said.append(_("“{words}”: {count}", words=words, count=counts.not_applicable))
    if counts.skipped:
        said.append(_("skipped: {count}", count=counts.skipped))
    return said


def _words(item: Item) -> str:
    return item.text or item.code


def _own(instrument: InstrumentData, question: QuestionResult, quotes: Quotes) -> OwnQuestion:
    item = instrument.by_code[question.code]
    text, counts, found = _words(item), question.counts, question.found
    if counts is None or found is None:
        return OwnQuestion(text)
    people = ngettext("{count} answered", "{count} answered", count=counts.answered)
    notes = dotted((people, *_left_out(instrument, item, counts)))
    if isinstance(found, Choices):
        return OwnQuestion(text, notes, options=_options(item, found, counts.answered))
    if isinstance(found, Texts):
        return OwnQuestion(text, notes, texts=shown_texts(item.code, found.texts, quotes))
    assert isinstance(found, Middle)
    return OwnQuestion(text, notes, middle=_middle(item, found))


def _options(item: Item, found: Choices, answered: int) -> list[OptionRow]:
    rows = []
    for option in item.options:
        count = found.counts[option.code]
        share = percent_of(count, answered)
        rows.append(OptionRow(option.text, length(count, answered), count, share))
    return rows


def _middle(item: Item, found: Middle[int] | Middle[date]) -> Text:
    unit = item.unit or ""
    median = _value(found.median)
    if found.quartiles is None:
        return _("Median: {median} {unit}", median=median, unit=unit)
    low, high = map(_value, found.quartiles)
    return _(
        "Median: {median} {unit}; the middle half: {low} to {high}",
        median=median,
        unit=unit,
        low=low,
        high=high,
    )


def _value(value: int | date) -> Text:
    return long_date(value) if isinstance(value, date) else number(value)
