"""Messages as they are written, whom they went to, and the texts they began with."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Announcement(SQLModel, table=True):
    """One message: a draft until it is sent, and never changed afterwards."""

    __tablename__ = "announcement"
    __table_args__ = (Index(None, "cohort_id", "created_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    written_by: UUID = Field(foreign_key="person.id", index=True)
    """Whoever wrote it last; once it is sent, who sent it."""
    by_lead: bool = False
    """Whether a lead wrote it to their own institution's people; then it is theirs alone."""
    audience: str
    """Which part of the cohort, as the list of people calls it; or that people were chosen."""
    chosen: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """The ids of the people that were chosen."""
    quiet_days: int = 0
    """Who was written to in so many days is left out; 0: nobody is."""
    language: str
    """In which the text is written, and what is filled in is said."""
    subject: str
    text: str
    """Markdown with placeholders."""
    template: str | None = None
    """The key of the template that it began with; and its version."""
    template_version: int | None = None
    edition: int = 1
    """How often it was saved."""
    created_at: datetime
    changed_at: datetime
    sent_at: datetime | None = None
    job_id: UUID | None = Field(default=None, foreign_key="job.id", index=True)


class AnnouncementRecipient(SQLModel, table=True):
    """Somebody a message was for in the moment it was sent; never changed.

    What each got is the letter of this message and this person in the outbox.
    """

    __tablename__ = "announcement_recipient"

    announcement_id: UUID = Field(foreign_key="announcement.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    left_out: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """Why nothing was written to them (`app.language.stored`)."""


class AnnouncementTemplate(SQLModel, table=True):
    """One version of a text to begin with; another version is another row."""

    __tablename__ = "announcement_template"
    __table_args__ = (UniqueConstraint("program_id", "key", "language", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id")
    key: str
    language: str
    version: int
    """1 for the first that a program wrote itself; before that, the one that comes along is 0."""
    title: str
    """What it is called on the coordinator's pages."""
    audience: str
    """Whom it is usually for."""
    subject: str
    text: str
    written_by: UUID
    written_at: datetime
