"""What a learner did with a unit's module: facts, each with who and when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ReadingDone(SQLModel, table=True):
    """The learner ticked a reading as done."""

    __tablename__ = "reading_done"
    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id", "reading_key"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    reading_key: str
    done_at: datetime


class Reflection(SQLModel, table=True):
    """One version of what the learner wrote, as saved; private unless shared with facilitators.

    The newest edition is their reflection. No version is ever changed; one that is private to
    somebody who leaves can be deleted, which is why only changes are refused.
    """

    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    edition: int
    text: str
    shared: bool
    saved_at: datetime


class ReflectionDraft(SQLModel, table=True):
    """What the learner is writing and has not saved: theirs alone, and one of it."""

    __tablename__ = "reflection_draft"
    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    number: int
    """How often it was kept: so two windows see each other's."""
    text: str
    shared: bool
    """What was ticked; nobody is shown a draft."""
    kept_at: datetime


class ReadingPlace(SQLModel, table=True):
    """The heading where the learner last was in a unit's text, so another device goes on there.

    A bookmark, theirs alone: nothing is counted from it, no time and no share of the text is kept.
    """

    __tablename__ = "reading_place"
    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    heading: str
    """The id that the heading has in the text."""
    noted_at: datetime


class CheckAnswer(SQLModel, table=True):
    """The learner's latest answer to a knowledge-check question (self-assessment)."""

    __tablename__ = "check_answer"
    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id", "question_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id")
    question_id: str
    module_version_id: UUID = Field(foreign_key="content_version.id")
    """Which text asked it: an option's number means nothing without."""
    option: int
    answered_at: datetime


class Attestation(SQLModel, table=True):
    """A signed statement that a unit's module was completed, exactly as it was signed.

    `edition` counts up after each withdrawal, so the unique constraint allows one live attestation
    and no row is ever changed.
    """

    __table_args__ = (UniqueConstraint("enrollment_id", "unit_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    edition: int
    statement: str
    statement_version: str
    module_version_id: UUID = Field(foreign_key="content_version.id")
    typed_name: str
    signed_at: datetime
    zone: str
    """The learner's zone at signing."""
    web_session_id: UUID | None = None


class AttestationWithdrawal(SQLModel, table=True):
    """The learner took an attestation back; the attestation itself stays."""

    __tablename__ = "attestation_withdrawal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    attestation_id: UUID = Field(foreign_key="attestation.id", unique=True)
    withdrawn_at: datetime
    by: UUID
