"""The policy's versions, and holds on the records of a cohort."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class RetentionPolicy(SQLModel, table=True):
    """One version of how long records are kept; the newest holds, and none ever changes."""

    __tablename__ = "retention_policy"
    __table_args__ = (CheckConstraint("years >= 6", name="years"),)  # not shown

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = Field(unique=True)
    """Counts from 1."""
    years: int
    """Whole years after the one in which a cohort had its last day."""
    reason: str
    set_at: datetime
    by: UUID


class RetentionHold(SQLModel, table=True):
    """That the records of a cohort are not to go, whatever the policy says; never changed."""

    __tablename__ = "retention_hold"
    __table_args__ = (UniqueConstraint("cohort_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    edition: int
    """1 + how many holds on this cohort were ended."""
    reason: str
    """Such as the request of an accreditor or a court."""
    at: datetime
    by: UUID


class RetentionHoldEnd(SQLModel, table=True):
    """That a hold was ended."""

    __tablename__ = "retention_hold_end"

    hold_id: UUID = Field(foreign_key="retention_hold.id", primary_key=True)
    reason: str
    at: datetime
    by: UUID
