"""Letting somebody in who is in the room: a seat in the series, and a check-in at their moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.drop_ins.rules import NO_SEAT, WRONG_CODE, Arrival, why_not_count
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.queries import enrollments_of
from app.cohorts.joining.actions import ask_for_seat
from app.core.errors import RefusedError, require


class CodeIsRight(Protocol):
    """Which session's code this is at a moment; None: of none that can be checked in to."""

    def __call__(
        self, session: Session, here: CohortContext, code: str, at: datetime, /
    ) -> UUID | None: ...


class CheckIn(Protocol):
    """Check a learner in as everybody is, by the code that they typed at a moment.

    Raises `RefusedError` as a check-in does. Who is in already stays in.
    """

    def __call__(
        self,
        session: Session,
        learner: LearnerInCohort,
        case_session_id: UUID,
        code: str,
        at: datetime,
        /,
    ) -> None: ...


@dataclass(frozen=True)
class Door:
    """What lets people in to a session by its code: given to the application when it is made."""

    code_is_right: CodeIsRight
    check_in: CheckIn


def arrive(
    session: Session,
    here: CohortContext,
    code: str,
    *,
    code_is_right: CodeIsRight,
    now: datetime,
) -> Arrival:
    """That somebody typed a code now, whoever they are; raises `RefusedError` for a wrong one."""
    case_session_id = code_is_right(session, here, code, now)
    if case_session_id is None:
        raise RefusedError(WRONG_CODE)
    return Arrival(here.cohort.id, case_session_id, code, now)


def drop_in(
    session: Session,
    here: CohortContext,
    person_id: UUID,
    arrival: Arrival,
    *,
    check_in: CheckIn,
    now: datetime,
) -> LearnerInCohort:
    """Give somebody a seat, if they have none, and check them in at the moment of their code.

    Raises `RefusedError` when that was too long ago, no seat is left, or the check-in is refused;
    then nothing is written.
    """
    require(why_not_count(arrival, now))
    if _place(session, here, person_id) is None:
        ask_for_seat(session, here.cohort, person_id, now=now)
    learner = _place(session, here, person_id)
    if learner is None:
        raise RefusedError(NO_SEAT)
    check_in(session, learner, arrival.case_session_id, arrival.code, arrival.at)
    return learner


def _place(session: Session, here: CohortContext, person_id: UUID) -> LearnerInCohort | None:
    """Where somebody is enrolled."""
    own = enrollments_of(session, person_id)
    at_home = (it for it in own if it.cohort.id == here.cohort.id and it.enrollment.is_enrolled)
    return next(at_home, None)
