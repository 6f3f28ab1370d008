"""What was asked for, word for word, and what became of it. Neither ever changes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.credit.proposals.enums import Outcome


class ActivityProposal(SQLModel, table=True):
    """An activity as a coordinator asks a provider to approve it: nobody earns by it yet."""

    __tablename__ = "activity_proposal"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    number: int
    provider_id: UUID = Field(foreign_key="provider.id", index=True)
    terms: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """All of `Approval` but who approved it, when, and until when it is claimed."""
    proposed_at: datetime
    by: UUID


class ProposalDecision(SQLModel, table=True):
    """What became of one; at most one of each, by the unique constraint."""

    __tablename__ = "activity_proposal_decision"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    proposal_id: UUID = Field(foreign_key="activity_proposal.id", unique=True)
    outcome: Outcome = Field(sa_type=EnumText(Outcome))
    fingerprint: str = ""
    """Of all that the officer saw, templates included; of an approval only."""
    activity_id: UUID | None = Field(default=None, foreign_key="activity.id", index=True)
    """The version that an approval made."""
    word: str = ""
    at: datetime
    by: UUID
