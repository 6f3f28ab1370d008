"""Letting somebody in who is in the room: a seat in the series, and a check-in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins.actions import Shown, check_in
from app.casework.drop_ins.rules import NO_SEAT, Arrival, why_not_count
from app.casework.locks.queries import lock_session
from app.casework.saves.actions import SaveMarks
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.queries import enrollments_of, lock_seats, locked_place
from app.cohorts.joining.actions import ask_for_seat
from app.core.errors import RefusedError, require


def drop_in(
    session: Session,
    here: CohortContext,
    person_id: UUID,
    arrival: Arrival,
    *,
    device: str,
    secret: str,
    save_marks: SaveMarks,
    now: datetime,
) -> LearnerInCohort:
    """Give somebody a seat, if they have none, and check them in as there since their code.

    `device`, `secret`: as for a check-in. Who is in already stays in.

    Raises `RefusedError` when that was too long ago, no seat is left, or the check-in is refused;
    then nothing is written.
    """
    require(why_not_count(arrival, now))
    learner = _place(session, here, person_id) or _seated(session, here, person_id, arrival, now)
    shown, held = Shown(arrival.way, arrival.code, device, arrival.at), arrival.case_session_id
    check_in(session, learner, held, shown, secret=secret, save_marks=save_marks, now=now)
    return learner


def _seated(
    session: Session, here: CohortContext, person_id: UUID, arrival: Arrival, now: datetime
) -> LearnerInCohort:
    """Somebody with the seat that they are given."""
    lock_seats(session, here.cohort.id)
    lock_session(session, arrival.case_session_id)  # before any line: who checks in does so, too
    place = locked_place(session, here.cohort.id, person_id)
    if place is None or not place.is_enrolled:  # else another window of theirs was first
        ask_for_seat(session, here.cohort, person_id, now=now)
    learner = _place(session, here, person_id)
    if learner is None:
        raise RefusedError(NO_SEAT)
    return learner


def _place(session: Session, here: CohortContext, person_id: UUID) -> LearnerInCohort | None:
    """Where somebody is enrolled."""
    own = enrollments_of(session, person_id)
    at_home = (it for it in own if it.cohort.id == here.cohort.id and it.enrollment.is_enrolled)
    return next(at_home, None)
