"""The legal public holidays of the United States, by their rule in 5 U.S.C. 6103(a). Pure.

They are proposed as weeks without a session, like the breaks of institutions, and never decide
anything. Where one falls on a Saturday or Sunday it is also observed on the Friday before or the
Monday after: 5 U.S.C. 6103(b), and Executive Order 11582. https://www.law.cornell.edu/uscode/text/5/6103
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from app.language import Text, _
from app.language.moments import local
from app.people.institutions.rules import SiteBreak

_MONDAY, _THURSDAY = 0, 3
_SATURDAY, _SUNDAY = 5, 6
_DAY = timedelta(days=1)
FIRST_WITH_JUNETEENTH = 2021
"""Public Law 117-17; the other ten are older than any cohort."""


@dataclass(frozen=True)
class Holiday:
    """A holiday, on its day or on the day it is observed."""

    day: date
    name: Text


def federal_holidays(first: date, last: date) -> list[Holiday]:
    """The holidays from a day to another, both included, in order."""
    years = range(first.year, last.year + 2)  # New Year's Day may be observed the year before
    found = [holiday for year in years for holiday in _of_year(year)]
    return sorted(
        (holiday for holiday in found if first <= holiday.day <= last),
        key=lambda holiday: holiday.day,
    )


@lru_cache(maxsize=4096)
def holiday_on(day: date) -> Text | None:
    """What a day is: `Veterans Day`; None for most. Remembered: lists ask it of every session."""
    found = federal_holidays(day, day)
    return found[0].name if found else None


def holiday_of(starts_at: datetime, zone: str) -> Text | None:
    """What the day of a session is on its cohort's clock."""
    return holiday_on(local(starts_at, zone).date())


def breaks_on(days: Iterable[date], breaks: Sequence[SiteBreak]) -> list[Holiday]:
    """What each of these days is in the institutions; one of the same name is named once a day."""
    found = []
    for day in days:
        own = [free for free in breaks if free.first <= day <= free.last]
        for name in dict.fromkeys(free.name for free in own):
            sites = tuple(dict.fromkeys(free.institution for free in own if free.name == name))
            words = _("{holiday} in {institutions:and}", holiday=name, institutions=sites)
            found.append(Holiday(day, words))
    return found


def _of_year(year: int) -> Iterator[Holiday]:
    for holiday in _on_their_day(year):
        yield holiday
        weekday = holiday.day.weekday()
        if weekday in {_SATURDAY, _SUNDAY}:
            observed = holiday.day + (-_DAY if weekday == _SATURDAY else _DAY)
            yield Holiday(observed, _("{holiday} (observed)", holiday=holiday.name))


def _on_their_day(year: int) -> Iterator[Holiday]:
    yield Holiday(date(year, 1, 1), _("New Year’s Day"))
    yield Holiday(_nth(year, 1, _MONDAY, 3), _("Martin Luther King Jr. Day"))
    yield Holiday(_nth(year, 2, _MONDAY, 3), _("Presidents’ Day"))
    yield Holiday(_last_monday(year, 5), _("Memorial Day"))
    if year >= FIRST_WITH_JUNETEENTH:
        yield Holiday(date(year, 6, 19), _("Juneteenth"))
    yield Holiday(date(year, 7, 4), _("Independence Day"))
    yield Holiday(_nth(year, 9, _MONDAY, 1), _("Labor Day"))
    yield Holiday(_nth(year, 10, _MONDAY, 2), _("Columbus Day, Indigenous Peoples’ Day"))
    yield Holiday(date(year, 11, 11), _("Veterans Day"))
    yield Holiday(_nth(year, 11, _THURSDAY, 4), _("Thanksgiving Day"))
    yield Holiday(date(year, 12, 25), _("Christmas Day"))


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)


def _last_monday(year: int, month: int) -> date:
    last = date(year, month + 1, 1) - _DAY
    return last - timedelta(days=last.weekday())
