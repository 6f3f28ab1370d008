"""Saving, correcting and undoing marks as `casework` does, with what rests on them.

A certificate whose foundation changes is flagged in the same transaction, whoever changes it:
somebody on a page, a file, a check-in.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import actions
from app.casework.actions import UndoResult
from app.casework.corrections import actions as corrections
from app.casework.corrections.rules import Corrected, Correction
from app.casework.enums import AttendanceSource
from app.casework.rules import Submitted
from app.casework.saves import actions as saves
from app.casework.saves.rules import NOT_AMENDED, Adjusted, Amendment, SaveResult
from app.certificates.amendments.actions import Touched, flag
from app.certificates.enums import FlagKind
from app.certificates.marks.queries import lock_built_on_marks


def save_marks(
    session: Session,
    case_session_id: UUID,
    submitted: Mapping[UUID, Submitted],
    *,
    by: UUID | None,
    now: datetime,
    source: AttendanceSource = AttendanceSource.MANUAL,
    amendment: Amendment = NOT_AMENDED,
) -> SaveResult:
    """Save the marks of a session, by enrollment; raises what `casework` raises.

    The one door for marks. `source`: who or what says who was there; `amendment`: what has to be
    said of marks that others rely on.
    """
    result = saves.save_marks(
        session,
        case_session_id,
        submitted,
        built_on=lock_built_on_marks,
        by=by,
        now=now,
        source=source,
        amendment=amendment,
    )
    if result.save_id is not None and by is not None:  # the command line amends nothing
        _flag(session, result.adjusted, result.save_id, amendment.reason, by=by, now=now)
    return result


def correct_marks(
    session: Session,
    cohort_id: UUID,
    wanted: Correction,
    *,
    amendment: Amendment,
    by: UUID,
    now: datetime,
) -> Corrected:
    """Change marks of some people at several sessions, for one reason; raises what that raises."""
    result = corrections.correct_marks(
        session,
        cohort_id,
        wanted,
        built_on=lock_built_on_marks,
        amendment=amendment,
        by=by,
        now=now,
    )
    _flag(session, result.adjusted, result.id, amendment.reason, by=by, now=now)
    return result


def undo_save(
    session: Session, case_session_id: UUID, save_id: UUID, *, by: UUID, now: datetime
) -> UndoResult:
    """Take a save of marks back; raises what `casework` raises.

    Nothing is flagged by it: what a claim or a certificate rests on is never undone.
    """
    return actions.undo_save(
        session, case_session_id, save_id, built_on=lock_built_on_marks, by=by, now=now
    )


def _flag(
    session: Session,
    adjusted: Iterable[Adjusted],
    cause_id: UUID,
    reason: str,
    *,
    by: UUID,
    now: datetime,
) -> None:
    touched = [
        Touched(mark.case_session_id, mark.relied.numbers, mark.before, mark.after)
        for mark in adjusted
    ]
    flag(session, touched, FlagKind.MARK, cause_id, reason=reason, by=by, now=now)
