"""On the clock of which zone, and in which order of dates, a file was most likely written. Pure."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import NamedTuple

from app.casework.hours import Hour
from app.casework.imports.enums import Order
from app.casework.imports.reading.files import ReadFile
from app.casework.imports.reading.spans import Clock, planned, says_zone, spans_of
from app.language.zones import US_ZONES

NEAR = timedelta(minutes=60)
"""A meeting begins no further than that from the time for which it was planned."""
MUCH_BETTER = 1.25
"""So many times more time has to fall into the session for another zone than its own."""
_ELSEWHERE = (
    *("UTC", "America/Puerto_Rico", "America/Halifax", "America/Mexico_City", "America/Sao_Paulo"),
    *("Europe/London", "Europe/Berlin", "Europe/Helsinki", "Africa/Lagos", "Africa/Nairobi"),
    *("Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland"),
)


class Fit(NamedTuple):
    """That a file can be of a session, if its times are meant like this."""

    clock: Clock
    seconds: float
    """Of the time that people were there, how much falls into the session."""


def to_try(hour: Hour, zones: Iterable[str]) -> list[str]:
    """Zones in the order in which they are tried: the session's own, the given ones, others."""
    return list(dict.fromkeys([hour.zone, *zones, *US_ZONES, *_ELSEWHERE]))


def fits_of(file: ReadFile, hour: Hour, orders: Sequence[Order], zones: Iterable[str]) -> list[Fit]:
    """All ways in which a file can be of a session."""
    clocks = [Clock(order, zone) for order in orders for zone in zones]
    return [fit for clock in clocks if (fit := _fit(file, hour, clock))]


def _fit(file: ReadFile, hour: Hour, clock: Clock) -> Fit | None:
    spans = list(spans_of(file, hour, clock))
    if not spans:
        return None
    session = planned(hour, clock.zone)
    inside = sum(span.within(session) for span in spans)
    whole = sum(span.seconds for span in spans)
    is_near = abs(min(span.starts for span in spans) - session.starts) <= NEAR
    is_most = 2 * inside >= whole or says_zone(file)  # some come hours early into an open room
    return Fit(clock, inside) if is_near or (inside and is_most) else None


def best_of(fits: Sequence[Fit], own: str) -> Clock:
    """The session's `own` zone, unless another one is much better; the first of equal ones."""
    best = max(fits, key=_seconds)
    usual = max((fit for fit in fits if fit.clock.zone == own), key=_seconds, default=best)
    return (usual if usual.seconds * MUCH_BETTER >= best.seconds else best).clock


def session_of(file: ReadFile, others: Iterable[Hour], orders: Sequence[Order]) -> Hour | None:
    """Which of some sessions a file is of, on the clock of its own zone."""
    known = [
        (fit.seconds, other)
        for other in others
        for fit in fits_of(file, other, orders, [other.zone])
    ]
    return max(known, key=lambda found: found[0], default=(0.0, None))[1]


def _seconds(fit: Fit) -> float:
    return fit.seconds
