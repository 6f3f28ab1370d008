"""At which moments a letter could fall due in a cohort, whoever is in it. Pure.

Asked each minute, so it looks at clocks and not at people: the hours of the rules and the ends of
quiet hours in each zone somebody is in, and the starts of sessions. It may say yes too often, never
too seldom: `tests/messages/reminders` plans beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from app.messages.reminders.enums import Rule, Shape
from app.messages.reminders.reader.rules import Settings
from app.messages.reminders.timing.rules import SHAPES, first_clock, minutes_before


class Clock(NamedTuple):
    """A zone in which somebody is, and when their quiet hours end."""

    zone: str
    wakes: time


@dataclass(frozen=True)
class Pulse:
    """All that decides when letters of a cohort can fall due."""

    cohort_id: UUID
    settings: Settings
    clocks: frozenset[Clock]
    starts: tuple[datetime, ...]
    """Of sessions that are near."""


def is_time(pulse: Pulse, since: datetime, now: datetime) -> bool:
    """Whether a letter could have fallen due after `since`, until now."""
    return any(since < moment <= now for moment in _moments(pulse, since))


def next_moment(pulse: Pulse, after: datetime) -> datetime | None:
    """The first moment after another at which a letter could fall due."""
    return min((moment for moment in _moments(pulse, after) if moment > after), default=None)


def _moments(pulse: Pulse, since: datetime) -> Iterator[datetime]:
    """The next one of each clock, and each session's."""
    hours = {
        setting.clock
        for rule, setting in pulse.settings.items()
        if setting.is_on and SHAPES[rule] is not Shape.MINUTES_BEFORE
    }
    for zone, wakes in pulse.clocks:
        for clock in hours | {wakes}:
            yield _next(clock, zone, since)
    soon = pulse.settings[Rule.SESSION_SOON]
    if soon.is_on:
        yield from (minutes_before(soon, start) for start in pulse.starts)


def _next(clock: time, zone: str, since: datetime) -> datetime:
    return first_clock(clock, zone, since + timedelta(microseconds=1))
