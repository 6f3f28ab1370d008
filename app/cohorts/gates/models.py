"""What learners read before a cohort's units open for them, and who has read it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class DisclosureText(SQLModel, table=True):
    """One version of what a cohort's learners are told of disclosures; only it lapses."""

    __tablename__ = "disclosure_text"
    __table_args__ = (UniqueConstraint("cohort_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    version: int
    lines: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """One paragraph each, word for word."""
    sha256: str
    published_at: datetime
    lapsed_at: datetime | None = None
    """Since when nobody has to read it, as disclosures are not needed any more."""


class DisclosureRead(SQLModel, table=True):
    """That a learner said they read a version; never changed."""

    __tablename__ = "disclosure_read"
    __table_args__ = (UniqueConstraint("enrollment_id", "text_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    text_id: UUID = Field(foreign_key="disclosure_text.id", index=True)
    sha256: str
    """Of the text as it was shown."""
    read_at: datetime
    web_session_id: UUID | None = None
