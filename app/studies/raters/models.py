"""Mentees whom learners named, and what they said to that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.enums import RaterStep


class Rater(SQLModel, table=True):
    """A mentee whom a learner named for a project; the newest `edition` is the one who is asked.

    Name and address are deleted once nothing will be asked of them any more.
    """

    __table_args__ = (UniqueConstraint("project_id", "enrollment_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    """Of the learner who named them."""
    edition: int
    name: str | None
    """For the learner's own page and the mentee's letters."""
    address: str | None
    address_mark: str
    """A keyed hash of the address: who has said no is not written to again."""
    named_at: datetime


class RaterEvent(SQLModel, table=True):
    """What a mentee did, in order of `number`; never changed."""

    __tablename__ = "rater_event"
    __table_args__ = (UniqueConstraint("rater_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    rater_id: UUID = Field(foreign_key="rater.id")
    number: int
    step: RaterStep = Field(sa_type=EnumText(RaterStep))
    text_id: UUID | None = Field(default=None, foreign_key="consent_text.id", index=True)
    """What they agreed to."""
    at: datetime
