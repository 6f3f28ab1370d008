"""How a fact reads inside a text: `{units:and}` names the style after the fact.

A style belongs to the text and not to the fact, so that a text in another language can have another
one. `{opens:day+and}`: of several, each is worded in the first, all in the second. How days, times,
zones, numbers and lists read in a language is CLDR's to say (`cldr.py`).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from app.language import cldr
from app.language.languages import current, year_of_reading

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
"""Around what comes from elsewhere, so that its direction changes nothing around it (UAX 9)."""


def number(value: int | Decimal) -> str:
    """`12,345`; of a Decimal, all the places that it has: `11.50`."""
    if isinstance(value, int):
        return str(value) if -1000 < value < 1000 else cldr.number(value, 0, current())
    return cldr.number(value, -int(value.as_tuple().exponent), current())


def day(moment: date) -> str:
    """`Thu, Nov 26`, of another year `Thu, Nov 26, 2026`; of a moment, in the zone it carries."""
    form = cldr.day_in_year if _is_of_another_year(moment) else cldr.day
    return cldr.told(moment, _zone_of(moment), form, current())


def long_date(moment: date) -> str:
    """`November 26, 2026`."""
    return cldr.told(moment, _zone_of(moment), cldr.long_date, current())


def weekday(moment: date) -> str:
    """`Thursday`."""
    return cldr.told(moment, _zone_of(moment), cldr.weekday, current())


def short_weekday(moment: date) -> str:
    """`Thu`."""
    return cldr.told(moment, _zone_of(moment), cldr.short_weekday, current())


def short_month(moment: date) -> str:
    """`Nov`."""
    return cldr.told(moment, _zone_of(moment), cldr.short_month, current())


def month_name(moment: date) -> str:
    """`November`."""
    return cldr.told(moment, _zone_of(moment), cldr.month_name, current())


def month(moment: date) -> str:
    """`November 2026`."""
    return cldr.told(moment, _zone_of(moment), cldr.month, current())


def month_day(moment: date) -> str:
    """`Nov 13`; of another year `Nov 13, 2026`."""
    form = cldr.month_day_in_year if _is_of_another_year(moment) else cldr.month_day
    return cldr.told(moment, _zone_of(moment), form, current())


def clock_time(moment: datetime) -> str:
    """`6:00 AM`."""
    return cldr.told(moment, moment.tzinfo, cldr.clock_time, current())


def zone(moment: datetime) -> str:
    """`Mountain Time`: the name of the zone that a moment carries."""
    return zone_name(str(moment.tzinfo))


def day_and_time(moment: datetime) -> str:
    """`Mon, Nov 23, 6:00 AM Mountain Time`; of another year with its year."""
    form = cldr.day_in_year_and_time if _is_of_another_year(moment) else cldr.day_and_time
    return cldr.told(moment, moment.tzinfo, form, current())


def date_and_time(moment: datetime) -> str:
    """`November 26, 2026, 5:00 PM Mountain Time`."""
    return cldr.told(moment, moment.tzinfo, cldr.date_and_time, current())


def interval(start: datetime, end: datetime) -> str:
    """`12:00 – 1:00 PM`, in the zone that the start carries."""
    return cldr.interval(start, start.tzinfo, end, current())


def dates(first: date, last: date) -> str:
    """`Oct 1 – Nov 19, 2026`; one day alone, where both are the same."""
    return cldr.dates(first, last, current())


def zone_name(name: str) -> str:
    """`Mountain Time`; `Mountain Standard Time` where the clocks never change, as in Phoenix."""
    return cldr.zone_name(name, current())


def zone_place(name: str) -> str:
    """`Phoenix`: the city that a zone is named after."""
    return cldr.zone_place(name, current())


def _zone_of(moment: date) -> tzinfo | None:
    return moment.tzinfo if isinstance(moment, datetime) else None


def _is_of_another_year(moment: date) -> bool:
    """Than that in which it is being read, as far as that is known."""
    return year_of_reading() not in {None, moment.year}


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
        return cldr.length(number, unit, current())

    return counted


def _listed(form: str) -> Callable[[Sequence[str]], str]:
    def listed(facts: Sequence[str]) -> str:
        if len(facts) < 2:
            return "".join(facts)
        patterns = cldr.list_patterns(form, current())
        if len(facts) == 2:
            return patterns["2"].format(*facts)
        words = patterns["start"].format(*facts[:2])
        for fact in facts[2:-1]:
            words = patterns["middle"].format(words, fact)
        return patterns["end"].format(words, facts[-1])

    return listed


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
