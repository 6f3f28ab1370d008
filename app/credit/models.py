"""The accredited activity of a cohort, and what learners claim from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.credit.enums import ActivityFormat, ComponentKind, StepRounding, SystemRole
from app.people.enums import Profession


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
    """Its name as it was approved, and as it is printed."""
    provider_id: UUID = Field(foreign_key="provider.id", index=True)
    accreditation_id: UUID | None = Field(default=None, foreign_key="accreditation.id", index=True)
    """The version whose words its statement has; None: it was written by hand."""
    joint_providers: list[str] = Field(sa_column=Column(JSON, nullable=False))
    format: ActivityFormat | None = Field(default=None, sa_type=EnumText(ActivityFormat))
    """None of what was approved before it was a choice."""
    learning_format: str
    """In the words that are printed."""
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
    """Nothing that happened before earns credit: designation precedes the activity.

    A version that goes on from another keeps it (`credit/since`).
    """
    changed_at: datetime | None = None
    """When this version was approved, if it goes on from another."""
    day_corrected_at: datetime | None = None
    """When `approved_at` was corrected last: claims of before are judged by it as it is since."""
    approved_by: str
    change_reason: str = ""
    """Why it followed the version before."""
    expires_at: datetime | None = None
    """Nothing that is done after it earns credit, and nothing is claimed after it."""
    claims_close_at: datetime
    """Nothing that was approved: the coordinator changes it."""

    @property
    def said_at(self) -> datetime:
        """When whoever approved this version did: it can be later than since when it is so."""
        return self.changed_at or self.approved_at


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
    rates: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False)
    )
    """Each with `since` and `minutes`, where it once earned otherwise, or nothing.

    `since`: when that was approved; None: it is as old as the activity. No work of before the
    activity counts, so `rates_read` lets none begin earlier.
    """


class CreditSystem(SQLModel, table=True):
    """What credit can be claimed in, with its terms and its words; a change is a new version."""

    __tablename__ = "credit_system"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("step_quarters > 0", name="step"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str
    version: int
    position: int
    """The first that fits somebody, of those an activity is designated for, is suggested first."""
    role: SystemRole = Field(sa_type=EnumText(SystemRole))
    name: str
    unit_one: str
    """What exactly one of it is called; where the name is a trademark, the whole phrase."""
    unit_many: str
    step_quarters: int
    """The smallest amount of it, in quarters of an hour of participation."""
    rounding: StepRounding = Field(sa_type=EnumText(StepRounding))
    professions: list[str] = Field(sa_column=Column(JSON, nullable=False))
    """Whose it is; empty: everybody's."""
    needs_verification: bool
    """Whether somebody has to have verified the profession."""
    heading: str = ""
    """On top of its certificate; empty: what such certificates are called anyway."""
    claim_wording: str = ""
    """What a learner states who claims `{amount}` for `{activity}`."""
    certificate_wording: str = ""
    """Its sentence on the certificate, about `{amount}` that was claimed on `{day}`."""
    usual_statement: str = ""
    """The statement of a designation, where the wording is the same for everybody."""

    @property
    def whose(self) -> list[Profession]:
        """The professions that it is for."""
        return [Profession(value) for value in self.professions]


class Designation(SQLModel, table=True):
    """That a version of an activity is designated for credit of a system, and for how much.

    It names the version of the system, whose terms and words never change.
    """

    __table_args__ = (
        UniqueConstraint("activity_id", "system_id"),
        CheckConstraint("max_quarters > 0", name="maximum"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id")
    system_id: UUID = Field(foreign_key="credit_system.id")
    max_quarters: int | None
    """The most anybody may be awarded of it; None for what is only noted."""
    statement: str = ""
    """Word for word; empty where the activity's own statement says it."""
    since: datetime | None = None
    """Only work from then on counts in it; None: it is as old as the activity.

    As it was approved: no work of before the activity counts (`ApprovedActivity.since_of`).
    """


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
    credit_system: str = Field(max_length=40)
    """By its key."""
    edition: int
    quarters: int
    eligible_quarters: int
    statement: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Minutes by component at the moment of the claim, as whom it was made, and instead of what."""
    claimed_at: datetime
    by: UUID


class ClaimWithdrawal(SQLModel, table=True):
    """The learner took a claim back, or claims anew in its place; a certificate of it may hold."""

    __tablename__ = "claim_withdrawal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    claim_id: UUID = Field(foreign_key="claim.id", unique=True)
    withdrawn_at: datetime
    by: UUID


class ClaimExtension(SQLModel, table=True):
    """That one person can claim until another day than others, or without what comes first.

    `edition` counts up after each withdrawal, as of claims.
    """

    __tablename__ = "claim_extension"
    __table_args__ = (UniqueConstraint("enrollment_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    edition: int
    until: datetime
    waives_evaluation: bool
    waives_completion: bool
    reason: str
    at: datetime
    by: UUID


class ClaimExtensionWithdrawal(SQLModel, table=True):
    """It was taken back, or another one took its place, before anything was claimed."""

    __tablename__ = "claim_extension_withdrawal"

    extension_id: UUID = Field(foreign_key="claim_extension.id", primary_key=True)
    at: datetime
    by: UUID
