"""What is kept for telling a lead of others than their own people."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class CohortSnapshot(SQLModel, table=True):
    """How many people of each institution were in a cohort on some day, and had completed.

    What a lead is told of a cohort is decided by all of its snapshots together (`rules.released`),
    so none is changed or taken out.
    """

    __tablename__ = "cohort_snapshot"
    __table_args__ = (UniqueConstraint("cohort_id", "taken_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    taken_at: datetime
    counts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """By institution: people, and those of them who have completed."""
