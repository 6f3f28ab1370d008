"""Audit folders that were ordered, and for some weeks the ZIP that was made of each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import Bytes
from app.core.ids import new_id


class AuditFolder(SQLModel, table=True):
    """An audit folder that somebody ordered. The row stays: by its hash a copy is known again."""

    __tablename__ = "audit_folder"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    number: int
    """Counts from 1 in each cohort."""
    language: str
    """The code of the language that its tables and its cover are in."""
    why: str
    """What it is for, as it was said."""
    job_id: UUID = Field(foreign_key="job.id")
    ordered_at: datetime
    ordered_by: UUID = Field(foreign_key="person.id")
    made_at: datetime | None = None
    """It holds the records as they were then; None before it is made."""
    sha256: str = ""
    """Of the ZIP."""
    size: int = 0
    """Of the ZIP, in bytes."""


class AuditFolderFile(SQLModel, table=True):
    """The ZIP; gone some weeks after it was ordered, since all of it is in the records anyway."""

    __tablename__ = "audit_folder_file"

    folder_id: UUID = Field(foreign_key="audit_folder.id", primary_key=True)
    content: bytes = Field(sa_column=Column(Bytes, nullable=False))
