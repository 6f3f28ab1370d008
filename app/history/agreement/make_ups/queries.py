"""Make-ups beside the saves of marks that made them: their changes have a seal in a line."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.core.agreement import Disagreement, Told, disagreements
from app.history.agreement.kinds.queries import Facts, sealed_since, streamed

ACTS_OF_SAVES = ("attendance.saved", "check_in.marked", "attendance.undone")


class Keyed(NamedTuple):
    """A make-up, or its end, by whom it is of, which session, and when."""

    key: str
    facts: Facts


def make_ups_astray(session: Session) -> Iterator[Disagreement]:
    """Those that no save made, that are gone, or are not as the save says.

    Of saves from before there were seals, it is not known.
    """
    if since := sealed_since(session, ACTS_OF_SAVES):
        made, taken_back = _made(session, since), _taken_back(session, since)
        yield from disagreements("make-up", made, _told(session, since, to=True))
        told = _told(session, since, to=False)
        yield from disagreements("make-up taken back", taken_back, told)  # not shown


def _made(session: Session, since: datetime) -> Iterator[Keyed]:
    for (row,) in streamed(session, select(MakeUp).where(col(MakeUp.made_at) >= since)):
        key = f"{row.enrollment_id} {row.case_session_id} {row.made_at}"
        yield Keyed(key, {"by": row.by, "reason": row.reason})


def _taken_back(session: Session, since: datetime) -> Iterator[Keyed]:
    rows = (
        select(MakeUpWithdrawal, MakeUp)
        .join(MakeUp, col(MakeUp.id) == col(MakeUpWithdrawal.make_up_id))
        .where(col(MakeUpWithdrawal.withdrawn_at) >= since)
    )
    for row, of in streamed(session, rows):
        key = f"{of.enrollment_id} {of.case_session_id} {row.withdrawn_at}"
        yield Keyed(key, {"by": row.by, "reason": row.reason})


def _told(session: Session, since: datetime, *, to: bool) -> Iterator[Told]:
    """`to`: whether those that began to stand, or those that ended."""
    changes = (
        select(AttendanceChange, Attendance)
        .join(Attendance, col(Attendance.id) == col(AttendanceChange.attendance_id))
        .where(
            col(AttendanceChange.at) >= since,
            col(AttendanceChange.from_made_up).is_(not to),
            col(AttendanceChange.to_made_up).is_(to),
        )
    )
    for change, mark in streamed(session, changes):
        key = f"{mark.enrollment_id} {mark.case_session_id} {change.at}"
        yield Told(0, key, {"by": change.by, "reason": change.reason})
