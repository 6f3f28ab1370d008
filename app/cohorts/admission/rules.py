"""Who gets a seat next, and who can ask for one. Pure.

The line is first come, first served; who waited in an earlier cohort of the program until its end
stands before everybody who did not. A seat that is free is offered to the first in the line for
whose institution there is one, and held until they answer or the time is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.enrollments.rules import Seats
from app.cohorts.enums import EnrollmentStatus, WayIn
from app.language.moments import on_both_clocks
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.cohorts.models import Cohort

NOT_ASKED_YET = ReasonKind(
    "admission.not_open", "{cohort} takes people from {opens}. Come back then."
)
OVER = ReasonKind("admission.over", "{cohort} took people until {closes}. It is too late.")
BY_INVITATION = ReasonKind(
    "admission.by_invitation", "{cohort} is by invitation. Its coordinator invites people."
)
NOTHING_HELD = reason("admission.nothing_held", "No seat is held for you in this cohort anymore.")
HELD_UNTIL_PAST = reason(
    "admission.held_until_past", "Enter a time in the future until which the seat is held."
)
NOT_BY_ONESELF = reason(
    "admission.not_by_oneself", "Ask your coordinator: they let you leave this cohort."
)
NEWCOMER = UUID(int=0)
OWN_WISH = "They left by themselves."  # not shown
LAPSED = "Nobody answered in time."  # not shown
FREE = "A seat is free, and they are next in line."  # not shown


@dataclass(frozen=True)
class Waiting:
    """Somebody in the line of a cohort."""

    enrollment_id: UUID
    institution_id: UUID


def next_in_line(line: Sequence[Waiting], seats: Seats) -> list[Waiting]:
    """Who is offered a seat now, in order: as many as are free, and by institution as many."""
    offered: list[Waiting] = []
    more: Counter[UUID] = Counter()
    for waiting in line:
        if len(offered) >= seats.free:
            break
        if more[waiting.institution_id] < seats.free_for(waiting.institution_id):
            more[waiting.institution_id] += 1
            offered.append(waiting)
    return offered


def is_served(line: Sequence[Waiting], seats: Seats, institution_id: UUID) -> bool:
    """Whether there is a seat for one more of an institution after all who wait are served."""
    newcomer = Waiting(NEWCOMER, institution_id)
    return newcomer in next_in_line([*line, newcomer], seats)


def held_until(now: datetime, hours: int, last: datetime | None) -> datetime:
    """Until when a seat that is offered now is held; never beyond the last day of promotion."""
    until = now + timedelta(hours=hours)
    return until if last is None else min(until, last)


def takes_people_until(cohort: Cohort) -> datetime:
    """Until when people get in by themselves."""
    return cohort.enrollment_closes_at or cohort.closes_at


def why_not_ask(cohort: Cohort, now: datetime, reader_zone: str | None = None) -> Reason | None:
    """Why nobody can ask for a seat of a published cohort now. Moments are UTC."""
    if cohort.way_in is WayIn.INVITATION:
        return BY_INVITATION(cohort=cohort.title)
    own, opens, closes = cohort.zone, cohort.enrollment_opens_at, takes_people_until(cohort)
    if now < opens:
        told = on_both_clocks(opens, own, reader_zone or own)
        return NOT_ASKED_YET(cohort=cohort.title, opens=told)
    if now >= closes:
        return OVER(cohort=cohort.title, closes=on_both_clocks(closes, own, reader_zone or own))
    return None


def why_not_leave(cohort: Cohort) -> Reason | None:
    """Why nobody leaves by themselves: only of a series nobody expects anything."""
    return None if cohort.is_series else NOT_BY_ONESELF


def why_not_hold(until: datetime, now: datetime) -> Reason | None:
    """Why a seat is not held until then."""
    return HELD_UNTIL_PAST if until <= now else None


def why_not_answer(
    status: EnrollmentStatus, until: datetime | None, now: datetime
) -> Reason | None:
    """Why somebody cannot take the seat that was held for them, `until` when."""
    is_held = status in {EnrollmentStatus.INVITED, EnrollmentStatus.OFFERED}
    in_time = until is None or now < until
    return None if is_held and in_time else NOTHING_HELD
