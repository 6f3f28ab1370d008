"""That somebody checked in to a session, and that it was taken back; both stay."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.check_ins.enums import CheckInWay
from app.core.db import EnumText
from app.core.ids import new_id


class CheckIn(SQLModel, table=True):
    """That somebody is there: who says so, when, by which way.

    `edition` counts up after each strike: the unique constraint allows one that stands.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "case_session_id", "edition"),
        Index(None, "case_session_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    way: CheckInWay = Field(sa_type=EnumText(CheckInWay))
    checked_in_at: datetime
    arrived_at: datetime
    """By which they are present or late: before, where they had been struck and are added anew."""
    device: str = ""
    """Stands for their browser, in this session alone; empty where it is not theirs."""
    by: UUID


class CheckInStrike(SQLModel, table=True):
    """A check-in was taken back by who leads the session; the check-in itself stays."""

    __tablename__ = "check_in_strike"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    check_in_id: UUID = Field(foreign_key="check_in.id", unique=True)
    struck_at: datetime
    by: UUID
