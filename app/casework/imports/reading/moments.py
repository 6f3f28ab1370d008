"""Dates and times as exports write them, in any order, and how long something took. Pure.

A cell is taken apart once; in which order its date is written is decided for a whole column.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.casework.imports.enums import Order
from app.language.words import normalize_for_search

_CLOCK = (
    r"(?P<hour>\d{1,2})\s?[:.h]\s?(?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?\s?m\b\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2})?(?:\s*(?:uhr|hrs?|h))?"
)
_TIME = re.compile(_CLOCK)
_NUMBERS = re.compile(r"(?P<a>\d{1,4})\s?([/.-])\s?(?P<b>\d{1,2})\s?\2\s?(?P<c>\d{1,4})")
_WORDS = re.compile(
    r"(?:[^\W\d]+\.?,? )?(?:(?P<day>\d{1,2})\.?(?: de)? (?P<month>[^\W\d]+)\.?(?: de)?"
    r"|(?P<month2>[^\W\d]+)\.? (?P<day2>\d{1,2}))(?:st|nd|rd|th)?,? (?P<year>\d{4})"
)
_BETWEEN = re.compile(r"[\s,]*(?:t(?=\d)|at |um |a las |, )?\s*")
_SERIAL = re.compile(r"[2-9]\d{4}(?:\.\d+)?")
_FIRST_SERIAL = datetime(1899, 12, 30)  # noqa: DTZ001 - what spreadsheets count from, in no zone
_SPACES = re.compile(r"[\s\u200e\u200f]+")
_MONTH_NAMES = """
jan january ene enero januar janv janvier
feb february febrero februar fevr fevrier
mar march marzo marz mars mrz
apr april abr abril avr avril
may mayo mai
jun june junio juni juin
jul july julio juli juil juillet
aug august ago agosto aout
sep sept september septiembre set septembre
oct october octubre okt oktober octobre
nov november noviembre novembre
dec december dic diciembre dez dezember decembre
"""  # not shown
_MONTHS = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), start=1)
    for name in names.split()
}
MIDDLE_OF_CENTURY = 70


@dataclass(frozen=True, slots=True)
class Written:
    """A moment as it is written, before anybody knows in which order and zone."""

    numbers: tuple[int, int, int] | None
    """The three parts of the date as they stand; None where there is none."""
    at: time
    whole: date | None = None
    """The date where its order is certain."""
    shift: timedelta | None = None
    """How far from UTC, where that is written beside it."""

    @property
    def has_date(self) -> bool:
        """Whether it says on which day."""
        return self.numbers is not None or self.whole is not None


def written_moment(cell: str) -> Written | None:
    """What a cell says, if that is a moment."""
    text = _SPACES.sub(" ", normalize_for_search(cell)).strip()
    if _SERIAL.fullmatch(text):
        counted = _FIRST_SERIAL + timedelta(seconds=round(float(text) * 86_400))
        return Written(None, counted.time(), counted.date())
    for pattern in (_NUMBERS, _WORDS):
        if found := pattern.match(text):
            rest = text[found.end() :]
            clock = _TIME.fullmatch(rest[_between(rest) :])
            return _dated(found, clock) if clock else None
    clock = _TIME.fullmatch(text)
    at = _time(clock) if clock else None
    return None if at is None or clock is None else Written(None, at, shift=_shift(clock))


def _between(rest: str) -> int:
    found = _BETWEEN.match(rest)
    return found.end() if found else 0


def _dated(found: re.Match[str], clock: re.Match[str]) -> Written | None:
    at = _time(clock)
    if at is None:
        return None
    if "a" in found.re.groupindex:
        numbers = (int(found["a"]), int(found["b"]), int(found["c"]))
        return Written(numbers, at, shift=_shift(clock))
    month = _MONTHS.get(found["month"] or found["month2"])
    day = _date(int(found["year"]), month or 0, int(found["day"] or found["day2"]))
    return None if day is None else Written(None, at, day, _shift(clock))


def _time(clock: re.Match[str]) -> time | None:
    hour, half = int(clock["hour"]), clock["half"]
    if half:
        if not 1 <= hour <= 12:
            return None if hour > 23 else _clock(hour, clock)
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _clock(hour, clock)


def _clock(hour: int, clock: re.Match[str]) -> time | None:
    minute, second = int(clock["minute"]), int(clock["second"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def _shift(clock: re.Match[str]) -> timedelta | None:
    zone = clock["zone"]
    if zone is None:
        return None
    if not zone[1:3].isdigit():
        return timedelta(0)
    shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -shift if zone.startswith("-") else shift


def _date(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 1900 if year >= MIDDLE_OF_CENTURY else 2000
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_of(written: Written, order: Order) -> date | None:
    """On which day it is, if the date is written in this order; None where it cannot be."""
    if written.numbers is None:
        return written.whole
    a, b, c = written.numbers
    if a > 99 or order is Order.YEAR_FIRST:
        return _date(a, b, c)
    return _date(c, a, b) if order is Order.MONTH_FIRST else _date(c, b, a)


def orders_of(column: Iterable[Written]) -> list[Order]:
    """In which orders every date of a column can be written, the usual one first."""
    dates = {written.numbers for written in column if written.numbers}
    orders = [Order.MONTH_FIRST, Order.DAY_FIRST, Order.YEAR_FIRST]
    possible = [
        order
        for order in orders
        if all(day_of(Written(numbers, time()), order) for numbers in dates)
    ]
    return possible or _nearly(dates)


def _nearly(dates: set[tuple[int, int, int]]) -> list[Order]:
    """The order in which most dates can be written, where one of them is none in any order."""

    def count(order: Order) -> int:
        return sum(day_of(Written(numbers, time()), order) is not None for numbers in dates)

    return [max((Order.MONTH_FIRST, Order.DAY_FIRST, Order.YEAR_FIRST), key=count)]


def moment_of(written: Written, order: Order, day: date) -> datetime | None:
    """On the clock of who saved the file, or in UTC where a zone is written beside it.

    `day`: the one that is meant where there is only a time.
    """
    on = day_of(written, order) if written.has_date else day
    if on is None:
        return None
    at = datetime.combine(on, written.at)
    return at if written.shift is None else (at - written.shift).replace(tzinfo=UTC)
