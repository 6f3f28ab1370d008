"""Recording attendance and undoing it: few statements, however many people there are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from app.casework import queries, rules
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.make_ups.actions import change_make_ups
from app.casework.models import Attendance, AttendanceChange
from app.casework.queries import Attendee, Restorable
from app.casework.rules import Mark, Submitted
from app.cohorts.rules import has_ended, why_not_change
from app.core import audit
from app.core.errors import require
from app.core.ids import new_id
from app.people.rules import why_not_deal_with


@dataclass(frozen=True)
class UndoResult:
    """What became of an undo."""

    undone: int
    kept: int
    """Marks that stay: changed again after the save, or of whoever undoes it."""
    save_id: UUID | None


@dataclass(frozen=True)
class _Edit:
    attendance_id: UUID
    enrollment_id: UUID
    before: Mark
    after: Mark

    @property
    def is_new(self) -> bool:
        """Whether there was no mark."""
        return not self.before.version


def save_marks(
    session: Session,
    case_session_id: UUID,
    submitted: Mapping[UUID, Submitted],
    *,
    by: UUID,
    now: datetime,
) -> rules.SaveResult:
    """Save the marks of a session, by enrollment; leave those that changed since they were seen.

    Raises `RefusedError` if the session cannot be recorded now, or if somebody whose mark would
    change cannot be marked like that, or is `by`.
    """
    held = queries.lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.why_not_record(held.starts_at, now, canceled=held.canceled))
    people = {
        attendee.enrollment_id: attendee
        for attendee in queries.attendees(session, held.cohort_id, case_session_id)
    }
    current = {key: attendee.mark for key, attendee in people.items()}
    plan = rules.plan_save(current, submitted)
    touched = (*plan.inserts, *plan.updates, *plan.conflicts)
    require(why_not_deal_with([people[key].person_id for key in touched], by=by))
    ended = has_ended(held.starts_at, held.minutes, now)
    require(rules.why_not_save(plan, current, ended=ended))
    changed = {**plan.inserts, **plan.updates}
    edits = [_edit(people[key], status, submitted[key].minutes) for key, status in changed.items()]
    save_id = new_id() if edits else None
    if save_id is not None:
        _write(session, case_session_id, edits, save_id, by=by, now=now)
        audit.record(
            session,
            "attendance.saved",
            "case_session",
            case_session_id,
            by=by,
            now=now,
            facts={"save": str(save_id), "marks": len(edits), "statuses": _tally(edits)},
        )
    return rules.SaveResult(len(edits), plan.conflicts, plan.unknown, save_id)


def undo_save(
    session: Session, case_session_id: UUID, save_id: UUID, *, by: UUID, now: datetime
) -> UndoResult:
    """Give every mark of a save the status it had before, unless it was changed again since.

    The mark of `by` stays, too.

    Raises:
        NotFoundError: The save is not one of this session.
        RefusedError: It marked nobody but `by`.
    """
    require(why_not_change(queries.lock_session(session, case_session_id).archived_at))
    found = queries.restorables(session, case_session_id, save_id)
    theirs = [mark for mark in found if why_not_deal_with([mark.person_id], by=by) is None]
    require(None if theirs else why_not_deal_with([mark.person_id for mark in found], by=by))
    edits = [
        _restoring(restorable)
        for restorable in theirs
        if restorable.now.version == restorable.change.version
    ]
    undo_id = new_id() if edits else None
    kept = len(found) - len(edits)
    if undo_id is not None:
        _write(session, case_session_id, edits, undo_id, by=by, now=now, reason=rules.UNDO)
        audit.record(
            session,
            "attendance.undone",
            "case_session",
            case_session_id,
            by=by,
            now=now,
            facts={"save": str(undo_id), "of": str(save_id), "marks": len(edits), "kept": kept},
        )
    return UndoResult(len(edits), kept, undo_id)


def _edit(person: Attendee, status: AttendanceStatus, minutes: int | None) -> _Edit:
    before = person.mark
    attendance_id = person.attendance_id or new_id()
    after = rules.marked(before, status, minutes)
    return _Edit(attendance_id, person.enrollment_id, before, after)


def _restoring(restorable: Restorable) -> _Edit:
    after = Mark(
        status=restorable.change.from_status,
        version=restorable.now.version + 1,
        source=restorable.source_before or AttendanceSource.MANUAL,
        minutes=restorable.change.from_minutes,
        made_up=restorable.change.from_made_up,
    )
    return _Edit(restorable.attendance_id, restorable.enrollment_id, restorable.now, after)


def _tally(edits: Sequence[_Edit]) -> dict[str, int]:
    return dict(Counter(str(edit.after.shown) for edit in edits))


def _write(
    session: Session,
    case_session_id: UUID,
    edits: Sequence[_Edit],
    save_id: UUID,
    *,
    by: UUID,
    now: datetime,
    reason: str = "",
) -> None:
    """Insert and update the marks, and one change each: at most three statements.

    Three more where sessions are made up or that is taken back.
    """
    marks, history = Attendance.__table__, AttendanceChange.__table__  # type: ignore[attr-defined]
    new = [
        {
            "id": edit.attendance_id,
            "case_session_id": case_session_id,
            "enrollment_id": edit.enrollment_id,
            **_stored(edit.after),
        }
        for edit in edits
        if edit.is_new
    ]
    old = [
        {"row": edit.attendance_id, **{f"new_{k}": v for k, v in _stored(edit.after).items()}}
        for edit in edits
        if not edit.is_new
    ]
    if new:
        session.execute(insert(marks), new)
    if old:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _stored(Mark())}
        session.execute(update(marks).where(marks.c.id == bindparam("row")).values(values), old)
    session.execute(
        insert(history), [_line(edit, save_id, by=by, at=now, reason=reason) for edit in edits]
    )
    changed = [edit for edit in edits if edit.before.made_up != edit.after.made_up]
    change_make_ups(
        session,
        case_session_id,
        made=[edit.enrollment_id for edit in changed if edit.after.made_up],
        withdrawn=[edit.enrollment_id for edit in changed if edit.before.made_up],
        by=by,
        now=now,
        reason=reason,
    )


def _stored(mark: Mark) -> dict[str, object]:
    return {
        "status": mark.status,
        "version": mark.version,
        "source": mark.source,
        "minutes": mark.minutes,
    }


def _line(edit: _Edit, save_id: UUID, *, by: UUID, at: datetime, reason: str) -> dict[str, object]:
    return {
        "id": new_id(),
        "attendance_id": edit.attendance_id,
        "save_id": save_id,
        "version": edit.after.version,
        "from_status": edit.before.status,
        "to_status": edit.after.status,
        "from_minutes": edit.before.minutes,
        "to_minutes": edit.after.minutes,
        "from_made_up": edit.before.made_up,
        "to_made_up": edit.after.made_up,
        "source": edit.after.source,
        "by": by,
        "at": at,
        "reason": reason,
    }
