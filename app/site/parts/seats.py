"""The seats that somebody waits for or that are held for them, wherever they begin."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import LearnerInCohort
from app.cohorts.enums import EnrollmentStatus as Status
from app.language import Text, _
from app.language.moments import on_both_clocks


@dataclass(frozen=True)
class OwnSeat:
    """A seat that is not somebody's yet, and its door."""

    text: Text
    path: str
    door: Text
    held: bool
    """Whether it waits for their answer."""


def own_seats(
    places: Iterable[LearnerInCohort], reader_zone: str, now: datetime
) -> Sequence[OwnSeat]:
    """Of somebody's places those that are on the way, what is held first."""
    seats = [_seat(place, reader_zone) for place in places if _is_on_the_way(place, now)]
    return sorted(seats, key=lambda seat: not seat.held)


def _is_on_the_way(place: LearnerInCohort, now: datetime) -> bool:
    own, cohort = place.enrollment, place.cohort
    if own.held_until is not None:
        return now < own.held_until
    waits = own.status in {Status.WAITLISTED, Status.APPLIED}
    return waits and cohort.archived_at is None and now < cohort.closes_at


def _seat(place: LearnerInCohort, reader_zone: str) -> OwnSeat:
    cohort, until = place.cohort, place.enrollment.held_until
    path = f"/join/{cohort.slug}"
    if until is not None:
        text = _(
            "A seat in {cohort} is held for you until {until}.",
            cohort=cohort.title,
            until=on_both_clocks(until, cohort.zone, reader_zone),
        )
        return OwnSeat(text, path, _("Take the seat, or let it go"), held=True)
    if place.enrollment.status is Status.APPLIED:
        text = _("You applied for a seat in {cohort}. It is not decided yet.", cohort=cohort.title)
        return OwnSeat(text, path, _("See your application"), held=False)
    text = _("You are waiting for a seat in {cohort}.", cohort=cohort.title)
    return OwnSeat(text, path, _("See your position"), held=False)
