"""The policy's versions, holds on the records of a cohort, and that these were deleted."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.history.retention.enums import Cause


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


class DeletionAnnouncement(SQLModel, table=True):
    """That what is due of a cohort goes, not before a day."""

    __tablename__ = "deletion_announcement"
    __table_args__ = (UniqueConstraint("cohort_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    edition: int
    """1 + how many were announced of this cohort before."""
    goes_from: date
    """The first day on which the records may go, in the zone of the cohort's provider."""
    years: int
    """Of the policy then."""
    counts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """How many records of each kind were due then."""
    reason: str
    at: datetime
    by: UUID


class DeletionCallOff(SQLModel, table=True):
    """That an announced deletion does not happen."""

    __tablename__ = "deletion_call_off"

    announcement_id: UUID = Field(foreign_key="deletion_announcement.id", primary_key=True)
    cause: Cause = Field(sa_type=EnumText(Cause))
    reason: str
    """Empty where the cause says all."""
    at: datetime
    by: UUID | None = None
    """Empty where a backup was restored."""


class Deletion(SQLModel, table=True):
    """That what was announced is gone, with what later pages need of it."""

    __tablename__ = "deletion"

    announcement_id: UUID = Field(foreign_key="deletion_announcement.id", primary_key=True)
    people: int
    """Who had a place in the cohort."""
    completed: int
    """Of them, as the policy of the cohort judged it."""
    certificates: int
    """All that were issued until then."""
    numbers: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """How many rows went, by table, of those that are counted."""
    lines: str
    """Which lines of the history tell of records that went so: numbers and ranges of them."""
    announced_line: int
    """The line that told of the announcement."""
    acts: dict[str, int] = Field(sa_column=Column(JSON, nullable=False))
    """How many of the lines are of each act."""
    about: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """The ids of the cohort's places and sessions: the lines are about these, or the cohort."""
    at: datetime
