"""The accredited activity of a cohort, and what learners claim from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.credit.enums import ComponentKind, CreditSystem


class Activity(SQLModel, table=True):
    """What the provider's CME office approved for a cohort; a change of that is a new version."""

    __table_args__ = (
        UniqueConstraint("cohort_id", "version"),
        CheckConstraint("designated_quarters > 0", name="designated"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    version: int
    title: str
    provider: str
    joint_providers: list[str] = Field(sa_column=Column(JSON, nullable=False))
    learning_format: str
    place: str = ""
    designated_quarters: int
    """The most anybody may be awarded, in quarters of a credit."""
    rounding: str
    """Where exactly half a quarter goes: `half_up` or `half_down`."""
    accreditation_statement: str
    designation_statement: str
    claim_statement: str
    signatories: list[dict[str, str]] = Field(sa_column=Column(JSON, nullable=False))
    """Each with name and role, and where there is one with `signature` and `alt`."""
    logos: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Each with `sha256` and `alt`."""
    template: str = ""
    """The look of its certificates; empty is the one that every kind has."""
    requires_completion: bool
    requires_evaluation: bool
    disclosure_applies: bool
    disclosure_reason: str
    approved_at: datetime
    """Nothing that happened before earns credit: designation precedes the activity."""
    approved_by: str
    claims_close_at: datetime
    """Nothing that was approved: the coordinator changes it."""


class Component(SQLModel, table=True):
    """The modules, or the sessions, of an activity: what one earns and what all may earn."""

    __table_args__ = (
        UniqueConstraint("activity_id", "kind"),
        CheckConstraint("max_quarters >= 0", name="maximum"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    kind: ComponentKind = Field(sa_type=EnumText(ComponentKind))
    minutes_each: int
    """What one attested module or one whole session earns."""
    max_quarters: int


class Claim(SQLModel, table=True):
    """The learner's own statement of how much credit they claim.

    `edition` counts up after each withdrawal: the unique constraint allows one live claim.
    """

    __table_args__ = (
        UniqueConstraint("enrollment_id", "activity_id", "credit_system", "edition"),
        CheckConstraint(
            "quarters > 0 AND quarters <= eligible_quarters",  # not shown
            name="quarters",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    credit_system: CreditSystem = Field(sa_type=EnumText(CreditSystem))
    edition: int
    quarters: int
    eligible_quarters: int
    statement: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Minutes by component at the moment of the claim, and as whom it was made."""
    claimed_at: datetime
    by: UUID


class ClaimWithdrawal(SQLModel, table=True):
    """The learner took a claim back, before a certificate was issued for it."""

    __tablename__ = "claim_withdrawal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    claim_id: UUID = Field(foreign_key="claim.id", unique=True)
    withdrawn_at: datetime
    by: UUID
