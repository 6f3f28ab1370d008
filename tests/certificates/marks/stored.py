"""Marks as they are stored, for tests."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance
from app.casework.rules import Mark


def mark_of(session: Session, held: UUID, enrollment_id: UUID) -> Mark:
    session.expire_all()
    row = session.scalars(
        select(Attendance).where(
            col(Attendance.case_session_id) == held, col(Attendance.enrollment_id) == enrollment_id
        )
    ).one()
    return Mark(row.status, row.version, row.source)
