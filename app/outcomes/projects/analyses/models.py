"""Analyses of projects as they were shown."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ProjectAnalysis(SQLModel, table=True):
    """One analysis of a project; never changed, since each later one is shown beside it."""

    __tablename__ = "project_analysis"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    number: int
    """Counts from 1 in each project."""
    cut_off: datetime
    """It was made of the answers as they could be read at this moment."""
    code_version: str
    """Which version of the analysis computed it."""
    found: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """As `records.to_json` writes it: what was shown, and no more."""
    made_at: datetime
    ordered_by: UUID | None = Field(default=None, foreign_key="person.id")
