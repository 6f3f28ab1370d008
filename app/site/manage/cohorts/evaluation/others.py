"""Questions that are on no scale as they are shown: options, numbers, days and texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.language import Text, _, dotted, ngettext
from app.language.styles import long_date, number
from app.outcomes.results.records import Choices, Middle, QuestionResult, Texts
from app.packs.instruments.schema import InstrumentData, Item
from app.site.manage.cohorts.evaluation.bars import length
from app.site.manage.cohorts.evaluation.texts import Quotes, ShownText, shown_texts
from app.site.manage.cohorts.evaluation.told import left_out, percent_of, words_of


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


def own_question(
    instrument: InstrumentData, question: QuestionResult, quotes: Quotes
) -> OwnQuestion:
    """What was answered to one."""
    item = instrument.by_code[question.code]
    text, counts, found = words_of(item), question.counts, question.found
    if counts is None or found is None:
        return OwnQuestion(text)
    people = ngettext("{count} answered", "{count} answered", count=counts.answered)
    notes = dotted((people, *left_out(instrument, item, counts)))
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
