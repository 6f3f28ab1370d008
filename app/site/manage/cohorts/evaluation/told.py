"""How numbers of answers read, and who did not answer a question."""

from decimal import ROUND_HALF_UP, Decimal

from app.language import Text, _
from app.language.styles import number
from app.outcomes.disclosure.rules import rounded_percent
from app.outcomes.results.records import Counts
from app.packs.instruments.schema import InstrumentData, Item


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


def left_out(instrument: InstrumentData, item: Item, counts: Counts) -> list[Text]:
    """How many had no use for a question, and how many skipped it."""
    said: list[Text] = []
    if counts.not_applicable:
        words = instrument.na_of(item) or _("Does not apply")
        said.append(_("“{words}”: {count}", words=words, count=counts.not_applicable))
    if counts.skipped:
        said.append(_("skipped: {count}", count=counts.skipped))
    return said


def words_of(item: Item) -> str:
    """What a question asks."""
    return item.text or item.code
