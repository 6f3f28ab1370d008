"""The texts that people agree to, and what they answered; none of it is ever changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.studies.enums import KeptData, Respondent


class ConsentText(SQLModel, table=True):
    """What a project tells the people it asks, in one language; the newest version is in force."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("project_id", "respondent", "language", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    respondent: Respondent = Field(sa_type=EnumText(Respondent))
    language: str
    version: int
    text: str
    """Markdown."""
    hash: str
    """SHA-256 of the text."""
    made_at: datetime
    by: UUID | None = None


class Consent(SQLModel, table=True):
    """One answer of a learner to a project's text; their newest `edition` holds."""

    __table_args__ = (
        UniqueConstraint("project_id", "enrollment_id", "edition"),
        CheckConstraint(
            "(given_at IS NULL) <> (declined_at IS NULL)",  # not shown
            name="answer",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id")
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    edition: int
    text_id: UUID = Field(foreign_key="consent_text.id", index=True)
    scopes: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    """`ConsentScope` by value, sorted; empty for who declined."""
    given_at: datetime | None = None
    declined_at: datetime | None = None


class ConsentWithdrawal(SQLModel, table=True):
    """That somebody takes part no more; the consent itself stays."""

    __tablename__ = "consent_withdrawal"

    consent_id: UUID = Field(foreign_key="consent.id", primary_key=True)
    withdrawn_at: datetime
    data: KeptData = Field(sa_type=EnumText(KeptData))
    """What they chose for the answers of before."""
