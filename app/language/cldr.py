"""How days, times, zones, numbers and lists read in a language, by CLDR, each worded once.

https://cldr.unicode.org
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_time,
    get_timezone_location,
    get_timezone_name,
)
from babel.numbers import format_decimal
from babel.units import format_unit

from app.language.languages import Language
from app.language.pseudo import pseudo

_RULES_OF = 2037
"""A year so late that only a zone's present rules say anything about it."""

# Formatting takes CLDR some 20 microseconds, and a page tells the same few moments again and again.
# The zone is part of what is remembered: two moments are the same to Python in whatever zone.


@lru_cache(maxsize=8192)
def told(
    moment: Any, _zone: tzinfo | None, form: Callable[[Any, Language], str], language: Language
) -> str:
    return form(moment, language)


@lru_cache(maxsize=2048)
def interval(start: datetime, _zone: tzinfo | None, end: datetime, language: Language) -> str:
    words = format_interval(start, end, "hm", tzinfo=start.tzinfo, locale=language.locale)
    return _in(language, words)


@lru_cache(maxsize=2048)
def dates(first: date, last: date, language: Language) -> str:
    return _in(language, format_interval(first, last, "yMMMd", locale=language.locale))


@lru_cache(maxsize=2048)
def zone_name(name: str, language: Language) -> str:
    zone = ZoneInfo(name)
    winter, summer = (datetime(_RULES_OF, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    variant: Literal["standard", "generic"] = "standard" if winter == summer else "generic"
    words = get_timezone_name(zone, "long", locale=language.locale, zone_variant=variant)
    if words == get_timezone_location(zone, locale=language.locale):  # it has no name of its own
        words = get_timezone_location(zone, locale=language.locale, return_city=True)
    return _in(language, words)


@lru_cache(maxsize=2048)
def zone_place(name: str, language: Language) -> str:
    words = get_timezone_location(ZoneInfo(name), locale=language.locale, return_city=True)
    return _in(language, words)


def day(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("MMMEd", moment, locale=language.locale))


def day_in_year(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("yMMMEd", moment, locale=language.locale))


def long_date(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "long", locale=language.locale))


def month(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("yMMMM", moment, locale=language.locale))


def month_day(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("MMMd", moment, locale=language.locale))


def month_day_in_year(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("yMMMd", moment, locale=language.locale))


def weekday(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "EEEE", locale=language.locale))


def short_weekday(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "EEE", locale=language.locale))


def short_month(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "LLL", locale=language.locale))


def month_name(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "LLLL", locale=language.locale))


def clock_time(moment: datetime, language: Language) -> str:
    words = format_time(moment, "short", tzinfo=moment.tzinfo, locale=language.locale)
    return _in(language, words)


def day_and_time(moment: datetime, language: Language) -> str:
    return _joined(day(moment, language), moment, language)


def day_in_year_and_time(moment: datetime, language: Language) -> str:
    return _joined(day_in_year(moment, language), moment, language)


def date_and_time(moment: datetime, language: Language) -> str:
    return _joined(long_date(moment, language), moment, language)


def _joined(date_words: str, moment: datetime, language: Language) -> str:
    zone = zone_name(str(moment.tzinfo), language)
    pattern = str(language.locale.datetime_formats["medium"])
    return pattern.format(f"{clock_time(moment, language)} {zone}", date_words)


def _in(language: Language, words: str) -> str:
    """CLDR's words; for a pseudo-language, changed as ours are."""
    if language.pseudo:
        return pseudo(words, mirrored=language.direction == "rtl")
    return words


@lru_cache(maxsize=4096)
def number(value: int | Decimal, places: int, language: Language) -> str:
    pattern = f"#,##0.{'0' * places}" if places > 0 else "#,##0"
    return str(format_decimal(value, pattern, locale=language.locale))


@lru_cache(maxsize=256)
def length(number: int, unit: str, language: Language) -> str:
    return _in(language, format_unit(number, unit, "long", locale=language.locale))


@lru_cache(maxsize=64)
def list_patterns(form: str, language: Language) -> Mapping[str, str]:
    """CLDR's; Babel leaves out what a form has in common with others, as in Spanish."""
    known = language.locale.list_patterns
    patterns = {**known["standard"], **known.get(form, {})}
    return {
        place: _in(language, pattern) if any(map(str.isalpha, pattern)) else pattern
        for place, pattern in patterns.items()
    }
