"""When the letter of a rule goes, and what it is by default. Pure; the reader's clock decides.

A thousand people ask for the moments of a few zones, so what was found is kept.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, get_args

from app.cohorts.rules import to_utc
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind
from app.messages.reminders.enums import Rule, Shape
from app.packs.fields import Weekday
from app.packs.reminders import DAYS, MINUTES, AtClock, Reminders

SHAPES: Mapping[Rule, Shape] = MappingProxyType(
    {
        Rule.UNIT_OPEN: Shape.FIRST_CLOCK,
        Rule.UNSIGNED: Shape.DAYS_BEFORE,
        Rule.SESSION_TOMORROW: Shape.DAYS_BEFORE,
        Rule.SESSION_SOON: Shape.MINUTES_BEFORE,
        Rule.MISSED: Shape.WEEKDAY,
        Rule.OFF_TRACK: Shape.WEEKDAY,
        Rule.EVALUATION_WAITS: Shape.DAYS_BEFORE,
        Rule.EVALUATION_CLOSING: Shape.DAYS_BEFORE,
        Rule.CLAIM_OPEN: Shape.FIRST_CLOCK,
        Rule.CLAIM_CLOSING: Shape.DAYS_BEFORE,
    }
)
BOUNDS: Mapping[Shape, tuple[int, int]] = MappingProxyType(
    {
        Shape.FIRST_CLOCK: (0, 0),
        Shape.DAYS_BEFORE: DAYS,
        Shape.MINUTES_BEFORE: MINUTES,
        Shape.WEEKDAY: (0, 6),
    }
)
"""The least and the most of a rule's number: of days, of minutes, or which day of the week."""
_WEEK = get_args(Weekday)
_KEPT = 4096
OUT_OF_BOUNDS = ReasonKind("reminder.out_of_bounds", "Choose a number from {least} to {most}.")


@dataclass(frozen=True)
class Setting:
    """Whether a rule is on in a cohort, and when its letter goes."""

    is_on: bool = True
    number: int = 0
    """Days or minutes before, or the day of the week from Monday on, as the rule's shape has it."""
    clock: time = AtClock().local_time
    """On the reader's clock; means nothing where the number is minutes."""


def usual_of(said: Mapping[str, Any]) -> Mapping[Rule, Setting]:
    """Every rule as a program has it. `said`: what its row says of reminders, if anything."""
    reminders = Reminders.known(said)
    return {rule: _setting(SHAPES[rule], getattr(reminders, rule.name.lower())) for rule in Rule}


def _setting(shape: Shape, said: Any) -> Setting:
    if shape is Shape.MINUTES_BEFORE:
        return Setting(said.send, said.minutes_before)
    if shape is Shape.WEEKDAY:
        return Setting(said.send, _WEEK.index(said.weekday), said.local_time)
    number = said.days_before if shape is Shape.DAYS_BEFORE else 0
    return Setting(said.send, number, said.local_time)


DEFAULTS: Mapping[Rule, Setting] = MappingProxyType(dict(usual_of({})))
"""What a program has that says nothing of reminders."""


def why_not_set(rule: Rule, setting: Setting) -> Reason | None:
    """Why a rule cannot go at such a moment."""
    least, most = BOUNDS[SHAPES[rule]]
    if least <= setting.number <= most:
        return None
    return OUT_OF_BOUNDS(least=least, most=most)


@lru_cache(_KEPT)
def first_clock(clock: time, zone: str, after: datetime) -> datetime:
    """The first moment, `after` included, at which the clocks of a zone show an hour."""
    day = local(after, zone).date()
    today = to_utc(day, clock, zone)
    return today if today >= after else to_utc(day + timedelta(days=1), clock, zone)


@lru_cache(_KEPT)
def days_before(setting: Setting, zone: str, anchor: datetime) -> datetime:
    """At the rule's hour, so many days before the day that a moment has in a zone."""
    day = local(anchor, zone).date() - timedelta(days=setting.number)
    return to_utc(day, setting.clock, zone)


def minutes_before(setting: Setting, anchor: datetime) -> datetime:
    """So many minutes before a moment."""
    return anchor - timedelta(minutes=setting.number)


@lru_cache(_KEPT)
def on_weekdays(setting: Setting, zone: str, after: datetime, weeks: int) -> tuple[datetime, ...]:
    """At the rule's hour on so many of its days of the week, after a moment."""
    found: list[datetime] = []
    for _ in range(weeks):
        found.append(on_weekday(setting, zone, found[-1] if found else after))
    return tuple(found)


@lru_cache(_KEPT)
def on_weekday(setting: Setting, zone: str, after: datetime) -> datetime:
    """At the rule's hour on the first such day of the week, after a moment."""
    day = local(after, zone).date()
    day += timedelta(days=(setting.number - day.weekday()) % 7)
    found = to_utc(day, setting.clock, zone)
    return found if found > after else to_utc(day + timedelta(weeks=1), setting.clock, zone)


def every_day(clock: time, zone: str, start: datetime, until: datetime) -> Iterator[datetime]:
    """Each moment from `start` to before `until` at which the clocks of a zone show an hour."""
    at = first_clock(clock, zone, start)
    while at < until:
        yield at
        at = first_clock(clock, zone, at + timedelta(minutes=1))


@lru_cache(_KEPT)
def week_of(at: datetime, zone: str) -> datetime:
    """When the week of a moment begins, by the clocks of a zone: Monday at midnight."""
    day = local(at, zone).date()
    return to_utc(day - timedelta(days=day.weekday()), time(0), zone)


@lru_cache(_KEPT)
def next_week(at: datetime, zone: str) -> datetime:
    """When the week after that of a moment begins."""
    day = local(week_of(at, zone), zone).date()
    return to_utc(day + timedelta(weeks=1), time(0), zone)
