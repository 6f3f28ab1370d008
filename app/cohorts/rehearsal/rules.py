"""The clock rehearsal: every session and opening on every clock, and what needs a look. Pure.

A session keeps its hour in the cohort's zone. Where clocks change in one zone and not in another,
the session begins at another hour on some clocks from then on: that is said in the row in which it
happens first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from app.cohorts.holidays.rules import Holiday
from app.language.moments import local, zone_place
from app.language.reasons import Reason, ReasonKind

CLOCKS_BACK = ReasonKind("rehearsal.clocks_back", "Clocks go back on {day:day}: {zones:and}.")
CLOCKS_AHEAD = ReasonKind("rehearsal.clocks_ahead", "Clocks go ahead on {day:day}: {zones:and}.")
LATER = ReasonKind(
    "rehearsal.later", "From this session on it begins {length:minutes} later in {zones:and}."
)
EARLIER = ReasonKind(
    "rehearsal.earlier", "From this session on it begins {length:minutes} earlier in {zones:and}."
)
SAME = ReasonKind("rehearsal.same", "It keeps its hour in {zones:and}.")
LITTLE_TIME = ReasonKind(
    "rehearsal.little_time",
    "Its module opens only {count} hour before the session.",
    "Its module opens only {count} hours before the session.",
)
LED_ELSEWHERE = ReasonKind(
    "rehearsal.led_elsewhere", "{person} leads {unit} of {cohort} at that time, too."
)


@dataclass(frozen=True)
class PlannedSession:
    """A session as it is planned, in a cohort's zone."""

    position: int
    starts_at: datetime
    minutes: int
    opens_at: datetime
    led_by: frozenset[str] = frozenset()
    """Who leads it, by id or any other name that tells people apart."""


@dataclass(frozen=True)
class ElsewhereLed:
    """A session of another cohort that somebody leads."""

    person: str
    """As in `PlannedSession.led_by`."""
    name: str
    cohort: str
    unit: str
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class Clock:
    """When a session begins on the clocks of one zone, and when its unit opens."""

    zone: str
    starts: datetime
    opens: datetime
    moved: timedelta
    """How much later it begins than the session before it did; nothing for the first."""


@dataclass(frozen=True)
class RehearsalRow:
    """One session on all clocks."""

    position: int
    clocks: tuple[Clock, ...]
    """In the order of the zones."""
    change: tuple[Reason, ...]
    """What a change of clocks does to this session and those after it."""
    holidays: tuple[Holiday, ...]
    """On the day of the session in the cohort's zone."""
    collisions: tuple[Reason, ...]


def rehearse(
    sessions: Sequence[PlannedSession],
    zone: str,
    zones: Sequence[str],
    *,
    holidays: Sequence[Holiday] = (),
    elsewhere: Sequence[ElsewhereLed] = (),
) -> tuple[RehearsalRow, ...]:
    """Every session on the clocks of `zones`. `zone`: the cohort's own."""
    before: Mapping[str, datetime] = {}
    found = []
    for session in sessions:
        clocks = tuple(_clock(session, name, before.get(name)) for name in zones)
        last = min(before.values(), default=session.starts_at)
        on_day = _on_day(local(session.starts_at, zone).date(), holidays)
        found.append(_row(session, clocks, last, on_day, elsewhere))
        before = {clock.zone: clock.starts for clock in clocks}
    return tuple(found)


def _row(
    session: PlannedSession,
    clocks: tuple[Clock, ...],
    last: datetime,
    holidays: tuple[Holiday, ...],
    elsewhere: Sequence[ElsewhereLed],
) -> RehearsalRow:
    """`last`: when the session before it began."""
    change = tuple(_change(clocks, last, session.starts_at))
    taken = (
        *little_time(session.opens_at, session.starts_at),
        *collisions(session, elsewhere),
    )
    return RehearsalRow(session.position, clocks, change, holidays, taken)


def _on_day(day: date, holidays: Sequence[Holiday]) -> tuple[Holiday, ...]:
    return tuple(holiday for holiday in holidays if holiday.day == day)


def in_order(zones: Sequence[str], own: str, at: datetime) -> list[str]:
    """Zones as columns: the cohort's own first, then from east to west as their clocks are then."""
    others = {name for name in zones if name != own}
    return [own, *sorted(others, key=lambda name: (-_offset(name, at), name))]


def _clock(session: PlannedSession, zone: str, before: datetime | None) -> Clock:
    starts = local(session.starts_at, zone)
    moved = _time_of_day(starts) - _time_of_day(before) if before else timedelta()
    return Clock(zone, starts, local(session.opens_at, zone), _shortest(moved))


def _time_of_day(moment: datetime) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)


def _shortest(moved: timedelta) -> timedelta:
    """Across midnight, 23 hours later is one hour earlier."""
    day = timedelta(days=1)
    return (moved + day / 2) % day - day / 2


def _change(clocks: Sequence[Clock], after: datetime, until: datetime) -> Iterator[Reason]:
    moved = [clock for clock in clocks if clock.moved]
    if not moved:
        return
    yield from clock_changes([clock.zone for clock in clocks], after, until)
    for by, these in groupby(sorted(moved, key=lambda c: c.moved), key=lambda c: c.moved):
        kind = LATER if by > timedelta() else EARLIER
        length = abs(by) // timedelta(minutes=1)
        yield kind(length=length, zones=tuple(zone_place(clock.zone) for clock in these))
    keep = tuple(zone_place(clock.zone) for clock in clocks if not clock.moved)
    if keep:
        yield SAME(zones=keep)


def clock_changes(zones: Sequence[str], after: datetime, until: datetime) -> Iterator[Reason]:
    """The days between two moments on which clocks change, each with the places where they do."""
    changed = [(zone, *step) for zone in zones for step in _steps(zone, after, until)]
    for (day, back), same in groupby(sorted(changed, key=lambda c: c[1:]), key=lambda c: c[1:]):
        kind = CLOCKS_BACK if back else CLOCKS_AHEAD
        yield kind(day=day, zones=tuple(zone_place(zone) for zone, *_ in same))


def _steps(zone: str, after: datetime, until: datetime) -> Iterator[tuple[date, bool]]:
    """The days on which the clocks of a zone change between two moments, and whether back."""
    hours = int((until - after) / timedelta(hours=1)) + 1
    moments = [after + timedelta(hours=hour) for hour in range(hours + 1)]
    for earlier, later in pairwise(moments):
        turn = _offset(zone, later) - _offset(zone, earlier)
        if turn:
            yield later.astimezone(ZoneInfo(zone)).date(), turn < 0


def _offset(zone: str, moment: datetime) -> float:
    offset = moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    return offset.total_seconds()


def little_time(opens_at: datetime, starts_at: datetime) -> Iterator[Reason]:
    """That there is less than a day for the module of a session, as on the day it opens."""
    left = starts_at - opens_at
    if timedelta() <= left < timedelta(days=1):
        yield LITTLE_TIME(count=left // timedelta(hours=1))


def collisions(session: PlannedSession, elsewhere: Sequence[ElsewhereLed]) -> Iterator[Reason]:
    """Who leads a session of another cohort at the same time."""
    ends_at = session.starts_at + timedelta(minutes=session.minutes)
    for other in elsewhere:
        other_ends = other.starts_at + timedelta(minutes=other.minutes)
        overlaps = other.starts_at < ends_at and session.starts_at < other_ends
        if other.person in session.led_by and overlaps:
            yield LED_ELSEWHERE(person=other.name, unit=other.unit, cohort=other.cohort)
