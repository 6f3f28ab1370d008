"""Undoing a save of attendance, as long as nobody relies on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework import rules
from app.casework.certified.queries import BuiltOnMarks, OfSession, begun_sessions
from app.casework.certified.rules import SavedMark, why_not_undo
from app.casework.changes.queries import Restorable, restorables
from app.casework.enums import AttendanceSource
from app.casework.locks.queries import lock_session
from app.casework.recording import Edit, Save, write
from app.casework.rules import Mark
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import require
from app.core.ids import new_id
from app.people.rules import why_not_deal_with


@dataclass(frozen=True)
class UndoResult:
    """What became of an undo."""

    undone: int
    kept: int
    """Marks that stay: those of whoever undoes it."""
    save_id: UUID | None


def undo_save(
    session: Session,
    case_session_id: UUID,
    save_id: UUID,
    *,
    built_on: BuiltOnMarks,
    by: UUID,
    now: datetime,
) -> UndoResult:
    """Give every mark of a save the status it had before, as long as nothing was built on it.

    The mark of `by` stays. A second click changes nothing.

    Raises:
        NotFoundError: The save is not one of this session.
        RefusedError: Something was built on it, it marked nobody but `by`, or people checked in.
    """
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.NOT_HELD if held.not_held else None)
    found = restorables(session, case_session_id, save_id)
    checked_in = any(_is_by_check_in(mark) for mark in found)
    require(rules.CHECK_IN_STAYS if checked_in else None)
    theirs = [mark for mark in found if mark.person_id != by]
    require(None if theirs else why_not_deal_with([mark.person_id for mark in found], by=by))
    kept = len(found) - len(theirs)
    if all(mark.taken_back_by for mark in theirs):
        return UndoResult(0, kept, theirs[0].taken_back_by)
    saved = _saved(session, case_session_id, theirs, built_on)
    begun = begun_sessions(session, held.cohort_id, now)
    require(why_not_undo(case_session_id, saved, theirs[0].change.at, begun))
    undo_id = _undo(session, case_session_id, save_id, theirs, kept, by=by, now=now)
    return UndoResult(len(theirs), kept, undo_id)


def _is_by_check_in(mark: Restorable) -> bool:
    return rules.is_by_check_in(mark.change.source, mark.change.reason)


def _saved(
    session: Session, case_session_id: UUID, marks: Sequence[Restorable], built_on: BuiltOnMarks
) -> list[SavedMark]:
    """What became of each mark of a save, with all that rests on it."""
    keys = [mark.enrollment_id for mark in marks]
    built = built_on(session, [case_session_id], keys)
    return [
        SavedMark(
            mark.name,
            mark.is_current,
            mark.is_enrolled,
            built.get(OfSession(case_session_id, mark.enrollment_id), ()),
        )
        for mark in marks
    ]


def _undo(
    session: Session,
    case_session_id: UUID,
    save_id: UUID,
    marks: Sequence[Restorable],
    kept: int,
    *,
    by: UUID,
    now: datetime,
) -> UUID:
    undo = Save(new_id(), case_session_id, by, now, rules.UNDO)
    seal = write(session, undo, [_restoring(mark) for mark in marks])
    facts = {
        "save": str(undo.id),
        "of": str(save_id),
        "marks": len(marks),
        "kept": kept,
        "seal": seal,
    }
    act = "attendance.undone"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
    return undo.id


def _restoring(restorable: Restorable) -> Edit:
    after = Mark(
        status=restorable.change.from_status,
        version=restorable.now.version + 1,
        source=restorable.source_before or AttendanceSource.MANUAL,
        minutes=restorable.change.from_minutes,
        made_up=restorable.change.from_made_up,
    )
    return Edit(restorable.attendance_id, restorable.enrollment_id, restorable.now, after)
