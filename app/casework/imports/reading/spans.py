"""From when to when people were in a meeting, by the order and zone of its times. Pure."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.casework.hours import Hour
from app.casework.imports.enums import Order
from app.casework.imports.reading.files import ReadFile
from app.casework.imports.reading.moments import Written, moment_of
from app.casework.imports.reading.stays import Stay

MOST_TRIED = 500
"""Stays by which order and zone are told."""


class Clock(NamedTuple):
    """How the times of a file may be meant."""

    order: Order
    zone: str


class Span(NamedTuple):
    """From when to when, on the clock of a zone."""

    starts: datetime
    ends: datetime

    @property
    def seconds(self) -> float:
        """How long it is."""
        return (self.ends - self.starts).total_seconds()

    def within(self, other: "Span") -> float:
        """How many seconds of it fall into another one."""
        both = min(self.ends, other.ends) - max(self.starts, other.starts)
        return max(both.total_seconds(), 0.0)


def planned(hour: Hour, zone: str) -> Span:
    """A session as it was planned, on the clock of a zone."""
    return Span(_in_zone(hour.starts_at, zone), _in_zone(hour.ends_at, zone))


def _in_zone(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def spans_of(file: ReadFile, hour: Hour, clock: Clock) -> Iterator[Span]:
    """When the first people were there, or else the meeting was, as far as the file says it."""
    stays = (stay for stay in file.stays if stay.joined or stay.left)
    found = (span_of(stay, hour, clock) for stay in islice(stays, MOST_TRIED))
    known = [span for span in found if span is not None]
    if known:
        yield from known
        return
    starts, ends = file.meeting.starts, file.meeting.ends
    if starts is not None and (begins := on_clock(starts, hour, clock)):
        over = on_clock(ends, hour, clock) if ends else None
        yield Span(begins, over or begins + timedelta(minutes=hour.minutes))


def says_zone(file: ReadFile) -> bool:
    """Whether a zone is written beside each of its times, so that none has to be guessed."""
    ends = (written for stay in file.stays for written in (stay.joined, stay.left) if written)
    return all(written.shift is not None for written in ends)


def on_clock(written: Written, hour: Hour, clock: Clock) -> datetime | None:
    """A moment on the clock of a zone; a time alone is on the day of the session."""
    day = _in_zone(hour.starts_at, clock.zone).date()
    at = moment_of(written, clock.order, day)
    return _in_zone(at, clock.zone) if at is not None and at.tzinfo else at


def span_of(stay: Stay, hour: Hour, clock: Clock) -> Span | None:
    """Both ends of a stay; of one that is not written it follows from the other and the minutes.

    None where that is not enough. Of one that is open only its beginning says when that was.
    """
    length = None if stay.minutes is None else timedelta(minutes=stay.minutes)
    starts = on_clock(stay.joined, hour, clock) if stay.joined else None
    ends = on_clock(stay.left, hour, clock) if stay.left else None
    if starts and ends:
        return Span(starts, _later(stay, starts, ends, length))
    if length is None:
        return Span(starts, starts) if starts and stay.is_open else None
    starts, ends = starts or (ends and ends - length), ends or (starts and starts + length)
    return Span(starts, ends) if starts and ends else None


def _later(stay: Stay, starts: datetime, ends: datetime, length: timedelta | None) -> datetime:
    """When somebody left, of whom the file says it after when they joined."""
    if stay.left and stay.joined and not stay.left.has_date:
        ends = datetime.combine(starts.date(), stay.left.at)
        ends += timedelta(days=ends < starts)  # they left after midnight
    return starts + length if ends < starts and length is not None else ends
