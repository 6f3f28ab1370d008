"""The attendance of one session by the report of its meeting, as Fay brings it in."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.imports import actions, queries
from app.casework.imports.reviewing import At, read_kept, read_sent, reviewed
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.demo.work import MARKING
from app.site.teach.sessions.attendance.import_.sample import sample
from app.web.spreadsheet import csv_text

FILE = "participants_81796405615.csv"
EXCUSING = timedelta(minutes=20)
"""From the end of a session to the save of who had excused themselves."""
THERE = {AttendanceStatus.PRESENT, AttendanceStatus.LATE}


def bring_in(
    session: Session,
    here: CohortContext,
    unit: UnitRow,
    marks: Mapping[UUID, Submitted],
    *,
    by: UUID,
) -> None:
    """Let a file say what these marks say; who is excused is marked by hand before, and stays."""
    assert unit.session_id is not None
    assert unit.starts_at is not None
    ends = unit.starts_at + timedelta(minutes=unit.minutes)
    excused = {k: wish for k, wish in marks.items() if wish.status is AttendanceStatus.EXCUSED}
    save_marks(session, unit.session_id, excused, by=by, now=ends + EXCUSING)
    at, now = At(here.cohort, unit, here.policy), ends + MARKING
    report = _report(session, at, marks, by)
    actions.keep(session, unit.session_id, [read_sent(FILE, report)], by=by, now=now)
    files = [read_kept(kept) for kept in queries.imports_of(session, unit.session_id)]
    asked = reviewed(session, at, files, {}, by=by).review.questions
    chosen = {
        question.participant.key: str(question.candidates[0].enrollment_id) for question in asked
    }
    found = reviewed(session, at, files, chosen, by=by)
    actions.apply(session, unit.session_id, found, save_marks=save_marks, by=by, now=now)


def _report(session: Session, at: At, marks: Mapping[UUID, Submitted], by: UUID) -> bytes:
    roster = queries.roster(session, at.cohort, at.unit, at.policy, addresses=(), by=by)
    came = {
        key: at.unit.minutes - (at.unit.minutes if wish.minutes is None else wish.minutes)
        for key, wish in marks.items()
        if wish.status in THERE
    }
    table = sample(roster, came)
    return csv_text(table.headers, table.rows).encode("utf-8-sig")
