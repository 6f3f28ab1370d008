"""When a file's times were: in which order dates are written, and on the clock of which zone. Pure.

No export says either. Both are those with which most of the time that people were there falls into
the session: its own zone, unless another one fits far better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.casework.hours import Hour
from app.casework.imports import refusals
from app.casework.imports.enums import Order
from app.casework.imports.reading.files import ReadFile
from app.casework.imports.reading.moments import Written, orders_of
from app.casework.imports.reading.spans import Clock, Span, on_clock, planned, span_of, spans_of
from app.casework.imports.reading.stays import Dropped, Stay
from app.casework.imports.reading.zones import best_of, fits_of, session_of, to_try
from app.casework.imports.refusals import NotAttendanceError
from app.language.moments import local
from app.language.reasons import Reason


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


def place(
    file: ReadFile, hour: Hour, others: Sequence[Hour], zones: Sequence[str], chosen: str = ""
) -> Placed:
    """Find order and zone. `zones`: to be tried first; `chosen`: the one that somebody said.

    Raises `NotAttendanceError` where the file seems to be of another session, or of none.
    """
    orders = orders_of(_written(file))
    if not _has_times(file):
        stays = [PlacedStay(stay, None, None) for stay in file.stays]
        return Placed(file, None, stays, file.dropped, None, None)
    fits = fits_of(file, hour, orders, [chosen] if chosen else to_try(hour, zones))
    if all(fit.clock.zone != hour.zone for fit in fits):
        elsewhere = (other for other in others if other != hour)
        if other := session_of(file, elsewhere, orders):
            raise NotAttendanceError(_of_another(hour, other))
    if not fits:
        raise NotAttendanceError(_none_fits(file, hour, orders[0]))
    return _on(file, hour, best_of(fits, hour.zone))


def _written(file: ReadFile) -> list[Written]:
    stays = (written for stay in file.stays for written in (stay.joined, stay.left))
    return [written for written in (*stays, file.meeting.starts, file.meeting.ends) if written]


def _has_times(file: ReadFile) -> bool:
    """Whether it says when somebody came or went, or on which day the meeting began."""
    begins = file.meeting.starts
    return any(stay.joined or stay.left for stay in file.stays) or (
        begins is not None and begins.has_date
    )


def _of_another(hour: Hour, other: Hour) -> Reason:
    return refusals.OTHER_SESSION(
        session=hour.position,
        starts=local(hour.starts_at, hour.zone),
        other=other.position,
        of=local(other.starts_at, other.zone),
    )


def _none_fits(file: ReadFile, hour: Hour, order: Order) -> Reason:
    begins = min(span.starts for span in spans_of(file, hour, Clock(order, hour.zone)))
    return refusals.NO_SESSION(
        begins=begins.date(), session=hour.position, starts=local(hour.starts_at, hour.zone)
    )


def _on(file: ReadFile, hour: Hour, clock: Clock) -> Placed:
    """The file with its times as that clock shows them."""
    stays: list[PlacedStay] = []
    dropped = list(file.dropped)
    for stay in file.stays:
        span = _closed(stay, span_of(stay, hour, clock), planned(hour, clock.zone))
        if why := _why_not(stay, span):
            dropped += [Dropped(line, why, stay) for line in stay.lines]
        else:
            stays.append(PlacedStay(stay, *(_utc(at, clock) for at in span or (None, None))))
    block = (file.meeting.starts, file.meeting.ends)
    meeting = (_utc(on_clock(at, hour, clock) if at else None, clock) for at in block)
    told = "UTC" if _is_in_utc(file) else clock.zone
    return Placed(file, told, stays, sorted(dropped, key=lambda own: own.line), *meeting)


def _closed(stay: Stay, span: Span | None, session: Span) -> Span | None:
    """An open stay lasts as long as the session: the list may have been saved while it was on."""
    if span is None or not stay.is_open:
        return span
    return Span(span.starts, max(span.starts, session.ends))


def _why_not(stay: Stay, span: Span | None) -> Reason | None:
    """Why a stay counts for nobody."""
    if span is not None:
        return refusals.BACKWARD if span.ends < span.starts else None
    has_time = stay.joined is not None or stay.left is not None
    return refusals.NO_TIMES if has_time and stay.minutes is None else None


def _is_in_utc(file: ReadFile) -> bool:
    """Whether a zone is written beside its times."""
    return any(stay.joined and stay.joined.shift is not None for stay in file.stays)


def _utc(at: datetime | None, clock: Clock) -> datetime | None:
    return at and at.replace(tzinfo=ZoneInfo(clock.zone)).astimezone(UTC)
