"""Which make-ups stand, and which there were."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, MakeUp, MakeUpWithdrawal


@dataclass(frozen=True)
class MadeUp:
    """The make-ups of one person for one session."""

    editions: int
    """How many there were, withdrawn ones included."""
    newest: UUID


def stands() -> ColumnElement[bool]:
    """Whether a make-up was not withdrawn."""
    return ~exists().where(col(MakeUpWithdrawal.make_up_id) == col(MakeUp.id))


def beside_mark() -> tuple[ColumnElement[bool], ...]:
    """That a make-up stands beside the mark of the select."""
    return (
        col(MakeUp.enrollment_id) == col(Attendance.enrollment_id),
        col(MakeUp.case_session_id) == col(Attendance.case_session_id),
        stands(),
    )


def make_ups(
    session: Session, case_session_id: UUID, enrollment_ids: Collection[UUID]
) -> dict[UUID, MadeUp]:
    """What some people have ever made up of a session, by enrollment: one statement."""
    found = session.scalars(
        select(MakeUp)
        .where(
            col(MakeUp.case_session_id) == case_session_id,
            col(MakeUp.enrollment_id).in_(enrollment_ids),
        )
        .order_by(col(MakeUp.edition))
    )
    return {make_up.enrollment_id: MadeUp(make_up.edition, make_up.id) for make_up in found}
