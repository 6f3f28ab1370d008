"""Who was at a case session, and every change to that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.core.db import EnumText
from app.core.ids import new_id


class Attendance(SQLModel, table=True):
    """The mark of one enrollment at one session. No row means `not_recorded`."""

    __table_args__ = (
        UniqueConstraint("case_session_id", "enrollment_id"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes"),  # not shown
        CheckConstraint("status <> 'made_up'", name="status"),
        Index(None, "enrollment_id", "status", "case_session_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    """Indexed with status and session: what a desk counts for everybody is read from there."""
    status: AttendanceStatus = Field(sa_type=EnumText(AttendanceStatus))
    minutes: int | None = None
    """Minutes present, where known."""
    source: AttendanceSource = Field(sa_type=EnumText(AttendanceSource))
    version: int
    """Goes up with every change, make-ups included; a save names the version it looked at."""


class AttendanceChange(SQLModel, table=True):
    """One change of one mark: from what to what, by whom, when, from where, why."""

    __tablename__ = "attendance_change"
    __table_args__ = (UniqueConstraint("attendance_id", "version"), Index(None, "save_id"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attendance_id: UUID = Field(foreign_key="attendance.id")
    save_id: UUID
    """All changes of one Save share it, so that the save can be undone as a whole."""
    version: int
    from_status: AttendanceStatus = Field(sa_type=EnumText(AttendanceStatus))
    to_status: AttendanceStatus = Field(sa_type=EnumText(AttendanceStatus))
    from_minutes: int | None = None
    to_minutes: int | None = None
    from_made_up: bool = False
    to_made_up: bool = False
    """Whether a make-up stood beside the mark, before and after."""
    source: AttendanceSource = Field(sa_type=EnumText(AttendanceSource))
    by: UUID | None = None
    """Empty where a file was applied by the command line."""
    at: datetime
    reason: str = ""


class MakeUp(SQLModel, table=True):
    """That somebody made up a session they had missed; the mark beside it stays as it is.

    `edition` counts up after each withdrawal: the unique constraint allows one that stands.
    """

    __tablename__ = "make_up"
    __table_args__ = (UniqueConstraint("enrollment_id", "case_session_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    made_at: datetime
    """When it was recorded."""
    by: UUID | None = None
    """Who recorded it; empty where it is not known."""
    reason: str = ""


class MakeUpWithdrawal(SQLModel, table=True):
    """A make-up was taken back; the make-up itself stays."""

    __tablename__ = "make_up_withdrawal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    make_up_id: UUID = Field(foreign_key="make_up.id", unique=True)
    withdrawn_at: datetime
    by: UUID | None = None
    reason: str = ""
