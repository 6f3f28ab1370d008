"""That a deletion was announced, called off, or done; no row ever changes."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.history.retention.deletion.enums import Cause


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
    at: datetime
    by: UUID


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
    """How many rows went, by table."""
    lines: str
    """Which lines of the history tell of records that went so: numbers and ranges of them."""
    at: datetime
