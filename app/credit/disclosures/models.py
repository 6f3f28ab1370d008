"""Who controls content, what each disclosed, how it was reviewed, and whether all that applies."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.credit.disclosures.enums import ControllerRole, Mitigation, Nature


class ContentController(SQLModel, table=True):
    """Somebody who was added by name, or a person of the cohort who was left out with a word.

    Whoever leads sessions, facilitates or coordinates is known without a row.
    """

    __tablename__ = "content_controller"
    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (name = '')", name="who"),  # not shown
        CheckConstraint("(role IS NULL) <> (left_out = '')", name="left_out"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    name: str = ""
    """Of somebody without an account, with degrees."""
    role: ControllerRole | None = Field(default=None, sa_type=EnumText(ControllerRole))
    left_out: str = ""
    """Why a person of the cohort controls no content."""
    added_at: datetime
    by: UUID
    removed_at: datetime | None = None


class Disclosure(SQLModel, table=True):
    """What somebody stated of their financial relationships, exactly as they signed it.

    Never changed: another one follows it. Merged records go on as the one that was kept.
    """

    __table_args__ = (
        CheckConstraint("(person_id IS NULL) <> (controller_id IS NULL)", name="whose"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    controller_id: UUID | None = Field(
        default=None, foreign_key="content_controller.id", index=True
    )
    """Of somebody without an account, whose paper a coordinator entered."""
    has_none: bool
    statement: str
    statement_version: str
    typed_name: str
    source: str = ""
    """How a paper came; empty for who signed here."""
    signed_at: datetime
    zone: str
    web_session_id: UUID | None = None
    by: UUID
    valid_until: datetime


class DisclosedRelationship(SQLModel, table=True):
    """One financial relationship with an ineligible company; never changed."""

    __tablename__ = "disclosed_relationship"
    __table_args__ = (UniqueConstraint("disclosure_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    disclosure_id: UUID = Field(foreign_key="disclosure.id")
    number: int
    company: str
    nature: Nature = Field(sa_type=EnumText(Nature))
    has_ended: bool


class DisclosureReview(SQLModel, table=True):
    """That a disclosure was reviewed for one cohort's activity; the newest edition holds."""

    __tablename__ = "disclosure_review"
    __table_args__ = (UniqueConstraint("cohort_id", "disclosure_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    disclosure_id: UUID = Field(foreign_key="disclosure.id", index=True)
    edition: int
    reviewed_at: datetime
    by: UUID


class ReviewedRelationship(SQLModel, table=True):
    """Whether a relationship is relevant to the activity, and then how it was mitigated."""

    __tablename__ = "reviewed_relationship"
    __table_args__ = (
        UniqueConstraint("review_id", "relationship_id"),
        CheckConstraint(
            "is_relevant = (mitigation IS NOT NULL) AND is_relevant = (mitigated_on IS NOT NULL)",
            name="mitigated",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    review_id: UUID = Field(foreign_key="disclosure_review.id")
    relationship_id: UUID = Field(foreign_key="disclosed_relationship.id")
    is_relevant: bool
    mitigation: Mitigation | None = Field(default=None, sa_type=EnumText(Mitigation))
    word: str = ""
    mitigated_on: date | None = None


class DisclosureDecision(SQLModel, table=True):
    """Whether disclosures are needed for a cohort's activity, and why; the newest holds."""

    __tablename__ = "disclosure_decision"
    __table_args__ = (UniqueConstraint("cohort_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    version: int
    applies: bool
    reason: str
    decided_at: datetime
    by: UUID


class DisclosureRequest(SQLModel, table=True):
    """That somebody was asked by mail for their disclosure, or reminded of it."""

    __tablename__ = "disclosure_request"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    asked_at: datetime
    by: UUID | None = None
    """Empty for a reminder."""
