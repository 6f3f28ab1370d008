"""When a file's times were: in which order dates are written, and on the clock of which zone. Pure.

No export says either. Both are those with which most of the time that people were there falls into
the session: its own zone, unless another one fits far better.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.casework.imports import refusals
from app.casework.imports.enums import Order
from app.casework.imports.reading.files import ReadFile
from app.casework.imports.reading.moments import Written, moment_of, orders_of
from app.casework.imports.reading.stays import Dropped, Stay
from app.casework.imports.refusals import NotAttendanceError
from app.language.moments import local
from app.language.reasons import Reason
from app.language.zones import US_ZONES

NEAR = timedelta(minutes=60)
"""A meeting begins no further than that from the time for which it was planned."""
MOST_TRIED = 500
"""Stays by which order and zone are told."""
MUCH_BETTER = 1.25
"""So many times more time has to fall into the session for another zone than its own."""
_ELSEWHERE = (
    *("UTC", "America/Puerto_Rico", "America/Halifax", "America/Mexico_City", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "Africa/Lagos", "Africa/Nairobi"),
    *("Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"),
)


@dataclass(frozen=True)
class Hour:
    """A session as it was planned."""

    position: int
    starts_at: datetime
    minutes: int
    zone: str

    @property
    def ends_at(self) -> datetime:
        """When it was to end."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class PlacedStay:
    """A stay in UTC; without times where the file has none."""

    stay: Stay
    starts_at: datetime | None
    ends_at: datetime | None


@dataclass(frozen=True)
class Placed:
    """A file whose times are known."""

    file: ReadFile
    zone: str | None
    """On whose clock they were written; None where there are none."""
    stays: Sequence[PlacedStay]
    dropped: Sequence[Dropped]
    starts_at: datetime | None
    """This and the next: of the meeting, as far as the file says it."""
    ends_at: datetime | None


class _Span(NamedTuple):
    starts: datetime
    ends: datetime


class _Fit(NamedTuple):
    order: Order
    zone: str
    seconds: float
    """Of the time that people were there, how much falls into the session."""


def place(
    file: ReadFile, hour: Hour, others: Sequence[Hour], zones: Sequence[str], chosen: str = ""
) -> Placed:
    """Find order and zone. `zones`: to be tried first; `chosen`: the one that somebody said.

    Raises `NotAttendanceError` where the file seems to be of another session, or of none.
    """
    orders = orders_of(_written(file))
    if not any(stay.joined or stay.left for stay in file.stays) and not _has_day(file):
        return _placed(file, hour, orders[0], None)
    tried = dict.fromkeys([chosen] if chosen else [hour.zone, *zones, *US_ZONES, *_ELSEWHERE])
    fits = [fit for order in orders for zone in tried if (fit := _fit(file, hour, order, zone))]
    own = [fit for fit in fits if fit.zone == hour.zone]
    if not own and (other := _other(file, hour, others, orders)):
        raise NotAttendanceError(_of_another(hour, other))
    if not fits:
        raise NotAttendanceError(_none_fits(file, hour, orders[0]))
    best = max(fits, key=lambda fit: fit.seconds)  # the first of those that are alike
    usual = max(own, key=lambda fit: fit.seconds, default=best)
    found = usual if usual.seconds * MUCH_BETTER >= best.seconds else best
    return _placed(file, hour, found.order, found.zone)


def _written(file: ReadFile) -> list[Written]:
    stays = (written for stay in file.stays for written in (stay.joined, stay.left))
    return [written for written in (*stays, file.meeting.starts, file.meeting.ends) if written]


def _has_day(file: ReadFile) -> bool:
    """Whether it says on which day the meeting began."""
    return file.meeting.starts is not None and file.meeting.starts.has_date


def _of_another(hour: Hour, other: Hour) -> Reason:
    return refusals.OTHER_SESSION(
        session=hour.position,
        starts=local(hour.starts_at, hour.zone),
        other=other.position,
        of=local(other.starts_at, other.zone),
    )


def _fit(file: ReadFile, hour: Hour, order: Order, zone: str) -> _Fit | None:
    """How well a file fits a session on the clock of a zone; None where it does not."""
    spans = list(_spans(file, hour, order, zone))
    if not spans:
        return None
    window = _Span(*(_on_clock(at, zone) for at in (hour.starts_at, hour.ends_at)))
    inside = sum(_overlap(span, window) for span in spans)
    whole = sum((span.ends - span.starts).total_seconds() for span in spans)
    begins = min(span.starts for span in spans)
    is_near = abs(begins - window.starts) <= NEAR
    return _Fit(order, zone, inside) if is_near or (inside and 2 * inside >= whole) else None


def _overlap(span: _Span, window: _Span) -> float:
    both = min(span.ends, window.ends) - max(span.starts, window.starts)
    return max(both.total_seconds(), 0.0)


def _on_clock(at: datetime, zone: str) -> datetime:
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _spans(file: ReadFile, hour: Hour, order: Order, zone: str) -> Iterator[_Span]:
    """From when to when people were there, or else the meeting was, on the clock of the zone."""
    stays = (stay for stay in file.stays if stay.joined or stay.left)
    found = (_ends(stay, hour, order, zone) for stay in islice(stays, MOST_TRIED))
    known = [span for span in found if span is not None]
    if known:
        yield from known
        return
    starts, ends = file.meeting.starts, file.meeting.ends
    if starts is not None and (begins := _clocked(starts, hour, order, zone)):
        over = _clocked(ends, hour, order, zone) if ends else None
        yield _Span(begins, over or begins + timedelta(minutes=hour.minutes))


def _clocked(written: Written, hour: Hour, order: Order, zone: str) -> datetime | None:
    """A moment on the clock of a zone."""
    day = _on_clock(hour.starts_at, zone).date()
    at = moment_of(written, order, day)
    return _on_clock(at, zone) if at is not None and at.tzinfo else at


def _ends(stay: Stay, hour: Hour, order: Order, zone: str) -> _Span | None:
    """Both ends of a stay, as far as they are known: one follows from the other and the minutes."""
    length = None if stay.minutes is None else timedelta(minutes=stay.minutes)
    starts = _clocked(stay.joined, hour, order, zone) if stay.joined else None
    ends = _clocked(stay.left, hour, order, zone) if stay.left else None
    if starts and ends and stay.left and stay.joined and not stay.left.has_date:
        ends = datetime.combine(starts.date(), stay.left.at)
        ends += timedelta(days=ends < starts)  # they left after midnight
    if starts and ends and ends < starts and length is not None:
        ends = starts + length
    if length is not None:
        starts, ends = starts or (ends and ends - length), ends or (starts and starts + length)
    return _Span(starts, ends) if starts and ends else None


def _placed(file: ReadFile, hour: Hour, order: Order, zone: str | None) -> Placed:
    stays: list[PlacedStay] = []
    dropped = list(file.dropped)
    for stay in file.stays:
        span = _ends(stay, hour, order, zone) if zone else None
        if span is not None and span.ends < span.starts:
            dropped += [Dropped(line, refusals.BACKWARD) for line in stay.lines]
        elif span is None and (stay.joined or stay.left) and stay.minutes is None:
            dropped += [Dropped(line, refusals.NO_TIMES) for line in stay.lines]
        else:
            ends = (_utc(at, zone) for at in span) if span and zone else (None, None)
            stays.append(PlacedStay(stay, *ends))
    block = (file.meeting.starts, file.meeting.ends)
    known = (_clocked(at, hour, order, zone) if at and zone else None for at in block)
    meeting = (_utc(at, zone) if at and zone else None for at in known)
    told = "UTC" if zone and _is_in_utc(file) else zone
    return Placed(file, told, stays, sorted(dropped, key=_by_line), *meeting)


def _is_in_utc(file: ReadFile) -> bool:
    """Whether a zone is written beside its times."""
    return any(stay.joined and stay.joined.shift is not None for stay in file.stays)


def _by_line(dropped: Dropped) -> int:
    return dropped.line


def _utc(at: datetime, zone: str) -> datetime:
    return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _other(
    file: ReadFile, hour: Hour, others: Iterable[Hour], orders: Sequence[Order]
) -> Hour | None:
    """The session that a file is of, where it is not this one, on the clock of its own zone."""
    fits = ((_fit(file, other, order, other.zone), other) for other in others for order in orders)
    known = [(fit.seconds, other) for fit, other in fits if fit and other != hour]
    return max(known, key=lambda found: found[0], default=(0.0, None))[1]


def _none_fits(file: ReadFile, hour: Hour, order: Order) -> Reason:
    begins = min(span.starts for span in _spans(file, hour, order, hour.zone))
    return refusals.NO_SESSION(
        begins=begins.date(), session=hour.position, starts=local(hour.starts_at, hour.zone)
    )
