"""What learners submitted to make a session up, and what became of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.make_up_requests.enums import CreditType, RequestStep, Way
from app.core.db import EnumText
from app.core.ids import new_id


class MakeUpRequest(SQLModel, table=True):
    """Somebody asks to make a session up; what they did for it stands in its events.

    `edition` counts up once the one before has ended: the unique constraint allows one at a time.
    """

    __tablename__ = "make_up_request"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "case_session_id", "edition"),
        Index(None, "case_session_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int


class MakeUpEvent(SQLModel, table=True):
    """One step of a request, in order of `number`: two at once cannot both be the next one."""

    __tablename__ = "make_up_event"
    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes"),  # not shown
        CheckConstraint(
            "(step = 'approved') = (make_up_id IS NOT NULL)",  # not shown
            name="approved",
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    request_id: UUID = Field(foreign_key="make_up_request.id")
    number: int
    step: RequestStep = Field(sa_type=EnumText(RequestStep))
    way: Way = Field(sa_type=EnumText(Way))
    text: str = ""
    """What the learner wrote, or what whoever answered says to them."""
    sister_session_id: UUID | None = Field(default=None, foreign_key="case_session.id")
    """Of a sister session: which one."""
    credit: CreditType | None = Field(default=None, sa_type=EnumText(CreditType))
    """What the policy of then says that an approved one earns."""
    minutes: int | None = None
    """How long they were at the sister session, as whoever approved it says."""
    done_at: datetime | None = None
    """Of an approved one: when it was done, which nothing that is designated later covers."""
    make_up_id: UUID | None = Field(default=None, foreign_key="make_up.id", unique=True)
    """Of an approved one: the fact beside the mark."""
    at: datetime
    by: UUID


class MakeUpDraft(SQLModel, table=True):
    """What a learner is writing to make a session up: theirs alone, until they submit it."""

    __tablename__ = "make_up_draft"
    __table_args__ = (UniqueConstraint("enrollment_id", "case_session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    number: int
    """How often it was kept: so two windows see each other's."""
    text: str
    kept_at: datetime
