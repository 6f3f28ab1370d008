"""Writing edits of marks: few statements, however many people there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource
from app.casework.make_ups.actions import change_make_ups
from app.casework.models import Attendance, AttendanceChange
from app.casework.rules import Mark
from app.core.ids import new_id
from app.core.seals import seal_all

_MARKS, _HISTORY = Attendance.__table__, AttendanceChange.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Edit:
    """One mark, before and after."""

    attendance_id: UUID
    enrollment_id: UUID
    before: Mark
    after: Mark
    reason: str = ""
    """Why this one changes, where that had to be said."""

    @property
    def is_new(self) -> bool:
        """Whether there was no mark."""
        return not self.before.version


@dataclass(frozen=True)
class Save:
    """One save of marks of a session: by whom, when, and why."""

    id: UUID
    case_session_id: UUID
    by: UUID | None
    """Empty where the command line saved it."""
    at: datetime
    reason: str = ""


def write(session: Session, save: Save, edits: Sequence[Edit]) -> str:
    """Insert and update the marks, and one change each: at most three statements.

    Three more where sessions are made up or that is taken back. Returns the seal of the changes.
    """
    if new := [_row(edit, save) for edit in edits if edit.is_new]:
        session.execute(insert(_MARKS), new)
    if old := [_update(edit) for edit in edits if not edit.is_new]:
        session.execute(_UPDATE, old)
    changes = [_line(edit, save) for edit in edits]
    session.execute(insert(_HISTORY), changes)
    _change_make_ups(session, save, edits)
    return seal_all(changes)


def _change_make_ups(session: Session, save: Save, edits: Sequence[Edit]) -> None:
    changed = [edit for edit in edits if edit.before.made_up != edit.after.made_up]
    for reason in dict.fromkeys(_reason(edit, save) for edit in changed):  # none, or one
        own = [edit for edit in changed if _reason(edit, save) == reason]
        change_make_ups(
            session,
            save.case_session_id,
            made=[edit.enrollment_id for edit in own if edit.after.made_up],
            withdrawn=[edit.enrollment_id for edit in own if edit.before.made_up],
            by=save.by,
            now=save.at,
            reason=reason,
        )


def _reason(edit: Edit, save: Save) -> str:
    return edit.reason or save.reason


def _stored(mark: Mark) -> dict[str, object]:
    return {
        "status": mark.status,
        "version": mark.version,
        "source": mark.source,
        "minutes": mark.minutes,
    }


_VALUES: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _stored(Mark())}
_UPDATE = update(_MARKS).where(_MARKS.c.id == bindparam("row")).values(_VALUES)


def _row(edit: Edit, save: Save) -> dict[str, object]:
    return {
        "id": edit.attendance_id,
        "case_session_id": save.case_session_id,
        "enrollment_id": edit.enrollment_id,
        **_stored(edit.after),
    }


def _update(edit: Edit) -> dict[str, object]:
    values = {f"new_{name}": value for name, value in _stored(edit.after).items()}
    return {"row": edit.attendance_id, **values}


def _line(edit: Edit, save: Save) -> dict[str, object]:
    return {
        "id": new_id(),
        "attendance_id": edit.attendance_id,
        "save_id": save.id,
        "version": edit.after.version,
        "from_status": edit.before.status,
        "to_status": edit.after.status,
        "from_minutes": edit.before.minutes,
        "to_minutes": edit.after.minutes,
        "from_made_up": edit.before.made_up,
        "to_made_up": edit.after.made_up,
        "source": edit.after.source or AttendanceSource.MANUAL,
        "by": save.by,
        "at": save.at,
        "reason": _reason(edit, save),
    }
