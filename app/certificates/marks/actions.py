"""Saving and undoing marks as `casework` does; what a claim or a certificate rests on stays."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import actions
from app.casework.actions import UndoResult
from app.casework.enums import AttendanceSource
from app.casework.rules import SaveResult, Submitted
from app.certificates.marks.queries import lock_built_on


def save_marks(
    session: Session,
    case_session_id: UUID,
    submitted: Mapping[UUID, Submitted],
    *,
    by: UUID | None,
    now: datetime,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> SaveResult:
    """Save the marks of a session, by enrollment; raises what `casework` raises."""
    return actions.save_marks(
        session, case_session_id, submitted, built_on=lock_built_on, by=by, now=now, source=source
    )


def undo_save(
    session: Session, case_session_id: UUID, save_id: UUID, *, by: UUID, now: datetime
) -> UndoResult:
    """Take a save of marks back; raises what `casework` raises."""
    return actions.undo_save(
        session, case_session_id, save_id, built_on=lock_built_on, by=by, now=now
    )
