"""How somebody stands before a cohort that they may join, and what they can do there. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.admission.rules import (
    Waiting,
    is_served,
    next_in_line,
    why_not_answer,
    why_not_ask,
)
from app.cohorts.enrollments.rules import Seats
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.enums import WayIn
from app.language.reasons import Reason, reason

if TYPE_CHECKING:
    from app.cohorts.models import Cohort, Enrollment

PUBLISHED_LATE = "The cohort was published after the seat was held."  # not shown
AS_IT_STANDS = reason(
    "joining.as_it_stands",
    "Something changed meanwhile, here or in another tab. How it stands now is said below.",
)


def of_oneself(why: Reason) -> Reason:
    """Why a person's own step was refused, told to them: other reasons speak of them to others."""
    return why if why.code.startswith("admission.") else AS_IT_STANDS  # not shown


class Door(StrEnum):
    """What stands between a person and a seat."""

    SEAT = "seat"
    """Whoever asks has one."""
    LINE = "line"
    """Whoever asks waits for one."""
    APPLICATION = "application"
    SHUT = "shut"
    """Nobody can ask now."""
    HELD = "held"
    """One is held for them, until they answer."""
    WAITS = "waits"
    APPLIED = "applied"
    IN = "in"


_THEIRS = {
    Status.ENROLLED: Door.IN,
    Status.WAITLISTED: Door.WAITS,
    Status.APPLIED: Door.APPLIED,
}


def seats_left(line: Sequence[Waiting], seats: Seats) -> int:
    """How many seats are free for who comes now, after those who wait were served."""
    return seats.free - len(next_in_line(line, seats))


def door(
    cohort: Cohort,
    line: Sequence[Waiting],
    seats: Seats,
    place: Enrollment | None,
    institution_id: UUID | None,
    now: datetime,
) -> Door:
    """What stands between somebody of an institution and a seat; None: it is not known whose."""
    if place is not None and (own := _door_of(place, cohort, now)) is not None:
        return own
    if why_not_ask(cohort, now) is not None:
        return Door.SHUT
    if cohort.way_in is WayIn.APPLICATION:
        return Door.APPLICATION
    if institution_id is None:
        return Door.SEAT if seats_left(line, seats) else Door.LINE
    return Door.SEAT if is_served(line, seats, institution_id) else Door.LINE


def _door_of(place: Enrollment, cohort: Cohort, now: datetime) -> Door | None:
    """What stands there by the place alone that somebody has."""
    if place.status in _THEIRS:
        return _THEIRS[place.status]
    is_held = why_not_answer(place.status, place.held_until, now) is None
    return Door.HELD if is_held and now < cohort.closes_at else None


def position_of(line: Sequence[Waiting], enrollment_id: UUID) -> int | None:
    """Where a place stands in the line, from 1; None: it does not wait."""
    order = [waiting.enrollment_id for waiting in line]
    return order.index(enrollment_id) + 1 if enrollment_id in order else None
