"""What is kept for telling a lead of other institutions' people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class CohortSnapshot(SQLModel, table=True):
    """How many people of each institution were in a cohort on some day, and had completed.

    What a lead is told of the others is decided by all of a cohort's snapshots together
    (`rules.released`), so none is changed or taken out.
    """

    __tablename__ = "cohort_snapshot"
    __table_args__ = (UniqueConstraint("cohort_id", "taken_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    taken_at: datetime
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """By institution: people, those of them who have completed, and seats held for others."""
