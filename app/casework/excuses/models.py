"""Who asked to be excused from which session, and what became of that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.excuses.enums import ExcuseStep
from app.core.db import EnumText
from app.core.ids import new_id


class Excuse(SQLModel, table=True):
    """A learner asks, before a session begins, to be excused from it; never changed.

    `edition` counts up once the one before has ended: the unique constraint allows one that waits.
    """

    __table_args__ = (
        UniqueConstraint("enrollment_id", "case_session_id", "edition"),
        Index(None, "case_session_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    note: str
    """For who facilitates or coordinates, and nobody else."""
    asked_at: datetime


class ExcuseEvent(SQLModel, table=True):
    """One step after that, in order of `number`: two at once cannot both be the next one."""

    __tablename__ = "excuse_event"
    __table_args__ = (UniqueConstraint("excuse_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    excuse_id: UUID = Field(foreign_key="excuse.id")
    number: int
    step: ExcuseStep = Field(sa_type=EnumText(ExcuseStep))
    word: str = ""
    """What whoever answered says to the learner."""
    at: datetime
    by: UUID
