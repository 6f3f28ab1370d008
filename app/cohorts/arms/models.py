"""Which arm was drawn for whom, as far as the schedule has to know it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel


class ArmAccess(SQLModel, table=True):
    """Whether somebody has live sessions, since an arm was drawn for them.

    Who has no row has them: nothing was drawn. It holds in every cohort of the program, so that no
    other place of the same person leads around it.
    """

    __tablename__ = "arm_access"
    __table_args__ = (
        CheckConstraint(
            "NOT has_sessions OR sessions_from IS NULL",  # not shown
            name="sessions_from",
        ),
    )

    enrollment_id: UUID = Field(primary_key=True, foreign_key="enrollment.id")
    arm: str
    """Its title, as the trial has it."""
    has_sessions: bool
    sessions_from: datetime | None = None
    """Of an arm without: the sessions that begin then or later are theirs; empty: none ever is."""
    drawn_at: datetime
