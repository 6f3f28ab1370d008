"""What happened to a person's place in a cohort, and what holds by it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.cohorts.enums import EnrollmentEventKind
from app.core.db import EnumText
from app.core.ids import new_id
from app.people.enums import Profession

_OF_A_TRANSFER = text("other_enrollment_id IS NOT NULL")


class EnrollmentEvent(SQLModel, table=True):
    """One event of one enrollment, with who and why; never changed.

    `number` counts up by one, so that of two acts at the same moment only one can be the next.
    """

    __tablename__ = "enrollment_event"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "number"),
        Index(
            "ix_enrollment_event_transfers",
            "kind",
            "enrollment_id",
            sqlite_where=_OF_A_TRANSFER,
            postgresql_where=_OF_A_TRANSFER,
        ),
        CheckConstraint(
            "kind <> 'transferred' OR other_enrollment_id IS NOT NULL",  # not shown
            name="transferred",
        ),
        CheckConstraint(
            "(kind = 'enrolled' OR institution_id IS NULL) "
            "AND (institution_id IS NULL) = (department IS NULL) "
            "AND (institution_id IS NULL) = (rank IS NULL) "
            "AND (institution_id IS NULL) = (profession IS NULL)",
            name="facts",
        ),
        CheckConstraint(
            "held_until IS NULL OR kind IN ('invited', 'offered')",  # not shown
            name="held_until",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    number: int
    kind: EnrollmentEventKind = Field(sa_type=EnumText(EnrollmentEventKind))
    at: datetime
    by: UUID | None = None
    """Empty when the software acts by a rule, or where it is not known."""
    reason: str = ""
    other_enrollment_id: UUID | None = Field(default=None, foreign_key="enrollment.id")
    """The other side of a transfer: where to, or where from."""
    held_until: datetime | None = None
    """How long the seat is held for an answer; only with an invitation or an offer."""
    institution_id: UUID | None = Field(default=None, foreign_key="institution.id")
    """This and the next three: what the person was when this event enrolled them.

    Empty for any other event, and for one from before this was kept with it.
    """
    department: str | None = None
    rank: str | None = None
    profession: Profession | None = Field(default=None, sa_type=EnumText(Profession))
    on_behalf_of: UUID | None = Field(default=None, foreign_key="institution.id")
    """The institution for which its lead acted; empty where a coordinator or the person did."""
