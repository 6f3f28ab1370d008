"""How a fact reads inside a text: `{units:and}` names the style after the fact.

A style belongs to the text and not to the fact, so that a text in another language can have another
one. `{opens:day+and}`: of several, each is worded in the first, all in the second. How days, times,
zones, numbers and lists read in a language is CLDR's to say: https://cldr.unicode.org
"""

from collections.abc import Callable, Mapping, Sequence
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

from app.language.languages import Language, current
from app.language.pseudo import pseudo

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
"""Around what comes from elsewhere, so that its direction changes nothing around it (UAX 9)."""
_RULES_OF = 2037
"""A year so late that only a zone's present rules say anything about it."""


def number(value: int | Decimal) -> str:
    """`12,345`; of a Decimal, all the places that it has: `11.50`."""
    if isinstance(value, int):
        return str(value) if -1000 < value < 1000 else _number(value, 0, current())
    return _number(value, -int(value.as_tuple().exponent), current())


def day(moment: date) -> str:
    """`Thu, Nov 26`; of a moment, the day in the zone that it carries."""
    return _told(moment, _zone_of(moment), _day, current())


def long_date(moment: date) -> str:
    """`November 26, 2026`."""
    return _told(moment, _zone_of(moment), _long_date, current())


def weekday(moment: date) -> str:
    """`Thursday`."""
    return _told(moment, _zone_of(moment), _weekday, current())


def short_weekday(moment: date) -> str:
    """`Thu`."""
    return _told(moment, _zone_of(moment), _short_weekday, current())


def short_month(moment: date) -> str:
    """`Nov`."""
    return _told(moment, _zone_of(moment), _short_month, current())


def month(moment: date) -> str:
    """`November 2026`."""
    return _told(moment, _zone_of(moment), _month, current())


def month_day(moment: date) -> str:
    """`Nov 13`."""
    return _told(moment, _zone_of(moment), _month_day, current())


def clock_time(moment: datetime) -> str:
    """`6:00 AM`."""
    return _told(moment, moment.tzinfo, _clock_time, current())


def zone(moment: datetime) -> str:
    """`Mountain Time`: the name of the zone that a moment carries."""
    return zone_name(str(moment.tzinfo))


def day_and_time(moment: datetime) -> str:
    """`Mon, Nov 23, 6:00 AM Mountain Time`."""
    return _told(moment, moment.tzinfo, _day_and_time, current())


def date_and_time(moment: datetime) -> str:
    """`November 26, 2026, 5:00 PM Mountain Time`."""
    return _told(moment, moment.tzinfo, _date_and_time, current())


def interval(start: datetime, end: datetime) -> str:
    """`12:00 – 1:00 PM`, in the zone that the start carries."""
    return _interval(start, start.tzinfo, end, current())


def dates(first: date, last: date) -> str:
    """`Oct 1 – Nov 19, 2026`; one day alone, where both are the same."""
    return _dates(first, last, current())


def zone_name(name: str) -> str:
    """`Mountain Time`; `Mountain Standard Time` where the clocks never change, as in Phoenix."""
    return _zone_name(name, current())


def zone_place(name: str) -> str:
    """`Phoenix`: the city that a zone is named after."""
    return _zone_place(name, current())


def _zone_of(moment: date) -> tzinfo | None:
    return moment.tzinfo if isinstance(moment, datetime) else None


# Formatting takes CLDR some 20 microseconds, and a page tells the same few moments again and again.
# The zone is part of what is remembered: two moments are the same to Python in whatever zone.


@lru_cache(maxsize=8192)
def _told(
    moment: Any, _zone: tzinfo | None, form: Callable[[Any, Language], str], language: Language
) -> str:
    return form(moment, language)


@lru_cache(maxsize=2048)
def _interval(start: datetime, _zone: tzinfo | None, end: datetime, language: Language) -> str:
    words = format_interval(start, end, "hm", tzinfo=start.tzinfo, locale=language.locale)
    return _in(language, words)


@lru_cache(maxsize=2048)
def _dates(first: date, last: date, language: Language) -> str:
    return _in(language, format_interval(first, last, "yMMMd", locale=language.locale))


@lru_cache(maxsize=2048)
def _zone_name(name: str, language: Language) -> str:
    zone = ZoneInfo(name)
    winter, summer = (datetime(_RULES_OF, month, 1, tzinfo=zone).utcoffset() for month in (1, 7))
    variant: Literal["standard", "generic"] = "standard" if winter == summer else "generic"
    words = get_timezone_name(zone, "long", locale=language.locale, zone_variant=variant)
    if words == get_timezone_location(zone, locale=language.locale):  # it has no name of its own
        words = get_timezone_location(zone, locale=language.locale, return_city=True)
    return _in(language, words)


@lru_cache(maxsize=2048)
def _zone_place(name: str, language: Language) -> str:
    words = get_timezone_location(ZoneInfo(name), locale=language.locale, return_city=True)
    return _in(language, words)


def _day(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("MMMEd", moment, locale=language.locale))


def _long_date(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "long", locale=language.locale))


def _month(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("yMMMM", moment, locale=language.locale))


def _month_day(moment: date, language: Language) -> str:
    return _in(language, format_skeleton("MMMd", moment, locale=language.locale))


def _weekday(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "EEEE", locale=language.locale))


def _short_weekday(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "EEE", locale=language.locale))


def _short_month(moment: date, language: Language) -> str:
    return _in(language, format_date(moment, "LLL", locale=language.locale))


def _clock_time(moment: datetime, language: Language) -> str:
    words = format_time(moment, "short", tzinfo=moment.tzinfo, locale=language.locale)
    return _in(language, words)


def _day_and_time(moment: datetime, language: Language) -> str:
    return _joined(_day(moment, language), moment, language)


def _date_and_time(moment: datetime, language: Language) -> str:
    return _joined(_long_date(moment, language), moment, language)


def _joined(date_words: str, moment: datetime, language: Language) -> str:
    zone = _zone_name(str(moment.tzinfo), language)
    pattern = str(language.locale.datetime_formats["medium"])
    return pattern.format(f"{_clock_time(moment, language)} {zone}", date_words)


def _in(language: Language, words: str) -> str:
    """CLDR's words; for a pseudo-language, changed as ours are."""
    if language.pseudo:
        return pseudo(words, mirrored=language.direction == "rtl")
    return words


@lru_cache(maxsize=4096)
def _number(value: int | Decimal, places: int, language: Language) -> str:
    pattern = f"#,##0.{'0' * places}" if places > 0 else "#,##0"
    return str(format_decimal(value, pattern, locale=language.locale))


def isolated(words: str) -> str:
    """What comes from elsewhere, such as a name: in itself it runs in its own direction."""
    return f"{_ISOLATE}{words}{_END_ISOLATE}" if current().direction == "rtl" else words


def plain(fact: Any) -> str:
    """A number with its thousands apart, a text as it is."""
    if isinstance(fact, str):
        return isolated(fact)
    return number(fact) if isinstance(fact, _NUMBERS) else str(fact)


_NUMBERS = (int, Decimal)


def _counting(unit: str) -> Callable[[int], str]:
    def counted(number: int) -> str:
        return _length(number, unit, current())

    return counted


@lru_cache(maxsize=256)
def _length(number: int, unit: str, language: Language) -> str:
    return _in(language, format_unit(number, unit, "long", locale=language.locale))


def _listed(form: str) -> Callable[[Sequence[str]], str]:
    def listed(facts: Sequence[str]) -> str:
        if len(facts) < 2:
            return "".join(facts)
        patterns = _list_patterns(form, current())
        if len(facts) == 2:
            return patterns["2"].format(*facts)
        words = patterns["start"].format(*facts[:2])
        for fact in facts[2:-1]:
            words = patterns["middle"].format(words, fact)
        return patterns["end"].format(words, facts[-1])

    return listed


@lru_cache(maxsize=64)
def _list_patterns(form: str, language: Language) -> Mapping[str, str]:
    """CLDR's; Babel leaves out what a form has in common with others, as in Spanish."""
    known = language.locale.list_patterns
    patterns = {**known["standard"], **known.get(form, {})}
    return {
        place: _in(language, pattern) if any(map(str.isalpha, pattern)) else pattern
        for place, pattern in patterns.items()
    }


STYLES: Mapping[str, Callable[[Any], str]] = {
    "": plain,
    "key": lambda key: key.replace("-", " "),
    "numeral": str,
    "day": day,
    "date": long_date,
    "weekday": weekday,
    "short_weekday": short_weekday,
    "time": clock_time,
    "zone": zone,
    "moment": day_and_time,
    "long_moment": date_and_time,
    "minutes": _counting("duration-minute"),
    "hours": _counting("duration-hour"),
    "days": _counting("duration-day"),
}
"""How one fact reads; `numeral` is for a number that only names something, as a line's does."""

LIST_STYLES: Mapping[str, Callable[[Sequence[str]], str]] = {
    "and": _listed("standard"),
    "or": _listed("or"),
    "list": _listed("unit"),
    "clauses": "; ".join,
    "sentences": " ".join,
}
"""How several facts read, each of them worded already."""


def check_style(style: str, text: str) -> None:
    """Raise ValueError for a style that does not exist."""
    if not set(style.split("+")) <= STYLES.keys() | LIST_STYLES.keys():
        raise ValueError(f"There is no style {style!r}: {text!r}")


def style_sort(style: str) -> str:
    """What a style can tell: a style can take the place of another of its sort.

    `{opens:day}` for `{opens:moment}`, but not for a list or a name.
    """
    item, _, last = style.rpartition("+")
    if last in LIST_STYLES:
        return f"several {style_sort(item)}".rstrip()
    told = {
        "minutes": "length",
        "hours": "length",
        "days": "length",
        "key": "name",
        "": "",
        "numeral": "",
    }
    return told.get(last, "moment")


def worded(fact: Any, style: str) -> str:
    """A fact in words."""
    if isinstance(fact, tuple):
        item_style, _, list_style = style.rpartition("+")
        return LIST_STYLES[list_style]([worded(item, item_style) for item in fact])
    return STYLES[style](fact)
