"""When somebody could be reminded of what, whether or not it is so. Pure.

What is not so at one time may be at the next: a mark can be recorded days after its session. So
some things have several occasions, and the first at which they are true is the one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from app.credit.ledger import UnitLedger
from app.messages.reminders.enums import Rule, Shape
from app.messages.reminders.reader.rules import Place, Thing
from app.messages.reminders.timing.rules import (
    BOUNDS,
    Setting,
    days_before,
    every_day,
    first_clock,
    minutes_before,
    on_weekdays,
)

AGAIN = timedelta(weeks=1)
LONGEST_BEFORE = timedelta(days=BOUNDS[Shape.DAYS_BEFORE][1] + 1)
MISSED_FOR, FALLS_FOR = 3, 2
"""On how many weekdays it is still news that a session was missed, or that somebody fell behind."""


COMES_AGAIN = frozenset({Rule.MISSED, Rule.OFF_TRACK, Rule.CLAIM_OPEN})
"""What has several occasions."""


class Span(NamedTuple):
    """From when until before when something is looked for."""

    start: datetime
    end: datetime


class Occasion(NamedTuple):
    """When somebody could be reminded of one thing, and until when that is of any use."""

    thing: Thing
    due: datetime
    ends: datetime


def occasions(place: Place, zone: str, span: Span) -> Iterator[Occasion]:
    """All that are due in a span, of the rules that are on. `zone`: the reader's."""
    for rule, setting in place.settings.items():
        if setting.is_on:
            found = _OF_RULE[rule](place, setting, zone, span)
            yield from (it for it in found if span.start <= it.due < min(span.end, it.ends))


def session_of(unit: UnitLedger) -> str:
    """What stands for the session of a unit as it is planned: a moved one is another."""
    assert unit.starts_at is not None
    return f"{unit.position}@{unit.starts_at.isoformat()}"


def position_of(about: str) -> int:
    """The unit that a thing is about; 0 for one that is about the cohort as a whole."""
    return int(about.partition("@")[0] or 0)


def _openings(place: Place, setting: Setting, zone: str, _span: Span) -> Iterator[Occasion]:
    """Somebody who came later is told the first time after that."""
    for unit in place.ledger.units:
        if unit.has_module and unit.opens_at is not None:
            since = max(unit.opens_at, place.ledger.enrolled_at)
            due = first_clock(setting.clock, zone, since)
            thing = Thing(Rule.UNIT_OPEN, str(unit.position))
            yield Occasion(thing, due, _ends(unit, due + AGAIN))


def _ends(unit: UnitLedger, otherwise: datetime) -> datetime:
    if unit.starts_at is not None and unit.takes_place:
        return unit.starts_at
    return otherwise


def _unsigned(place: Place, setting: Setting, zone: str, span: Span) -> Iterator[Occasion]:
    for unit in _sessions(place, span):
        if unit.has_module and unit.starts_at is not None:
            due = days_before(setting, zone, unit.starts_at)
            yield Occasion(Thing(Rule.UNSIGNED, session_of(unit)), due, unit.starts_at)


def _tomorrow(place: Place, setting: Setting, zone: str, span: Span) -> Iterator[Occasion]:
    for unit in _sessions(place, span):
        if unit.starts_at is not None:
            due = days_before(setting, zone, unit.starts_at)
            yield Occasion(Thing(Rule.SESSION_TOMORROW, session_of(unit)), due, unit.starts_at)


def _soon(place: Place, setting: Setting, _zone: str, span: Span) -> Iterator[Occasion]:
    for unit in _sessions(place, span):
        if unit.starts_at is not None:
            due = minutes_before(setting, unit.starts_at)
            yield Occasion(Thing(Rule.SESSION_SOON, session_of(unit)), due, unit.starts_at)


def _missed(place: Place, setting: Setting, zone: str, span: Span) -> Iterator[Occasion]:
    for unit in _sessions(place, span):
        if unit.expected:
            dues = on_weekdays(setting, zone, ends_at(unit), MISSED_FOR)
            yield from _on_days(Rule.MISSED, unit, dues, span)


def _falls(place: Place, setting: Setting, zone: str, span: Span) -> Iterator[Occasion]:
    for unit in _sessions(place, span):
        dues = on_weekdays(setting, zone, ends_at(unit), FALLS_FOR)
        yield from _on_days(Rule.OFF_TRACK, unit, dues, span)


def _on_days(
    rule: Rule, unit: UnitLedger, dues: Iterable[datetime], span: Span
) -> Iterator[Occasion]:
    """On those of some days that lie in a span: of a whole term, few do."""
    for due in dues:
        if span.start <= due < span.end:
            yield Occasion(Thing(rule, str(unit.position)), due, due + AGAIN)


def ends_at(unit: UnitLedger) -> datetime:
    """When the session of a unit is over."""
    assert unit.starts_at is not None
    return unit.starts_at + timedelta(minutes=unit.minutes_scheduled)


def _sessions(place: Place, span: Span) -> Iterator[UnitLedger]:
    """Those that take place and are near enough for a rule to have its moment in the span."""
    first, last = span.start - AGAIN * (MISSED_FOR + 1), span.end + LONGEST_BEFORE
    for unit in place.ledger.units:
        if unit.takes_place and unit.starts_at is not None and first < unit.starts_at < last:
            yield unit


def _claim_open(place: Place, setting: Setting, zone: str, span: Span) -> Iterator[Occasion]:
    """Nobody knows when they will have earned it: every day can be the day."""
    closes = place.standing.claims_close_at
    if closes is not None:
        for due in every_day(setting.clock, zone, span.start, min(span.end, closes)):
            yield Occasion(Thing(Rule.CLAIM_OPEN, ""), due, closes)


def _claim_closing(place: Place, setting: Setting, zone: str, _span: Span) -> Iterator[Occasion]:
    """If the moment is moved, they are told of the new one as well."""
    closes = place.standing.claims_close_at
    if closes is not None:
        due = days_before(setting, zone, closes)
        yield Occasion(Thing(Rule.CLAIM_CLOSING, f"@{closes.isoformat()}"), due, closes)


def _evaluation(rule: Rule) -> "_Finds":
    """If the moment is moved, they are told of the new one as well."""

    def found(place: Place, setting: Setting, zone: str, _span: Span) -> Iterator[Occasion]:
        for key, closes in place.evaluations.items():
            due = days_before(setting, zone, closes)
            yield Occasion(Thing(rule, evaluation_until(key, closes)), due, closes)

    return found


def evaluation_until(key: str, closes: datetime) -> str:
    """What stands for an evaluation as it closes: one that closes otherwise is another."""
    return f"@{closes.isoformat()} {key}"


_Finds = Callable[[Place, Setting, str, Span], Iterator[Occasion]]
_OF_RULE: Mapping[Rule, _Finds] = MappingProxyType(
    {
        Rule.UNIT_OPEN: _openings,
        Rule.UNSIGNED: _unsigned,
        Rule.SESSION_TOMORROW: _tomorrow,
        Rule.SESSION_SOON: _soon,
        Rule.MISSED: _missed,
        Rule.OFF_TRACK: _falls,
        Rule.EVALUATION_WAITS: _evaluation(Rule.EVALUATION_WAITS),
        Rule.EVALUATION_CLOSING: _evaluation(Rule.EVALUATION_CLOSING),
        Rule.CLAIM_OPEN: _claim_open,
        Rule.CLAIM_CLOSING: _claim_closing,
    }
)
