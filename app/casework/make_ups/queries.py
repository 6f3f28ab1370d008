"""Which make-ups stand, and which there were."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.models import Attendance, MakeUp, MakeUpWithdrawal
from app.casework.rules import UNDO_REASONS


@dataclass(frozen=True)
class MadeUp:
    """The make-ups of one person for one session."""

    editions: int
    """How many there were, withdrawn ones included."""
    newest: UUID


def stands() -> ColumnElement[bool]:
    """Whether a make-up was not withdrawn."""
    return ~exists().where(col(MakeUpWithdrawal.make_up_id) == col(MakeUp.id))


def first_given() -> ColumnElement[UUID]:
    """As which edition the make-up of the select was given: what names that one names this one.

    An undo gives back what stood before, as an edition of its own. It undoes the newest change, so
    what it gives back is the edition right before its own.
    """
    given = aliased(MakeUp)
    before = (
        select(col(given.id))
        .where(
            col(given.enrollment_id) == col(MakeUp.enrollment_id),
            col(given.case_session_id) == col(MakeUp.case_session_id),
            col(given.edition) < col(MakeUp.edition),
            col(given.reason).not_in(_UNDONE),
        )
        .order_by(col(given.edition).desc())
        .limit(1)
    )
    by_undo = col(MakeUp.reason).in_(_UNDONE)
    return case((by_undo, before.scalar_subquery()), else_=col(MakeUp.id))


_UNDONE = sorted(UNDO_REASONS)


def stands_of(of: Any) -> tuple[ColumnElement[bool], ...]:
    """That a make-up stands of whom, and of the session which a row of the select is about."""
    return (
        col(MakeUp.enrollment_id) == of.enrollment_id,
        col(MakeUp.case_session_id) == of.case_session_id,
        stands(),
    )


def beside_mark() -> tuple[ColumnElement[bool], ...]:
    """That a make-up stands beside the mark of the select."""
    return stands_of(Attendance)


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
