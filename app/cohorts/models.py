"""Programs, cohorts, their units and session times, and who is enrolled."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.cohorts.enums import CohortFormat, EnrollmentStatus, WayIn
from app.core.db import EnumText
from app.core.ids import new_id
from app.people.enums import Profession


class Program(SQLModel, table=True):
    """A repeatable offering, as its content pack describes it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    title: str
    summary: str
    unit_label: str
    """What the program calls its units on screen, such as "Week"."""
    language: str = "en"
    """What its content is written in, as in the attribute `lang` (BCP 47)."""
    reminders: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """What its pack says of reminders (`packs/reminders.py`); a cohort can set its own."""


class SyllabusUnit(SQLModel, table=True):
    """One step of a program's syllabus: a module, a case, or both."""

    __tablename__ = "syllabus_unit"
    __table_args__ = (UniqueConstraint("program_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id")
    position: int
    module_key: str | None = None
    case_key: str | None = None


class Cohort(SQLModel, table=True):
    """One run of a program, with its own dates, zone, capacity and policy."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id", index=True)
    slug: str = Field(unique=True)
    title: str
    zone: str
    """IANA time zone in which its sessions are planned and its deadlines fall."""
    capacity: int
    enrollment_opens_at: datetime
    closes_at: datetime
    """Until then work can be done and attested, late or not."""
    unit_label: str
    """What the program called its units when the cohort began: it is in what learners sign."""
    attestation_text: str
    attestation_version: str
    published_at: datetime | None = None
    """Empty for a draft, which nobody sees but its coordinators."""
    archived_at: datetime | None = None
    """From then on nothing in it changes any more."""
    way_in: WayIn = Field(default=WayIn.INVITATION, sa_type=EnumText(WayIn))
    enrollment_closes_at: datetime | None = None
    """Until then people get in by themselves; empty: until the cohort closes."""
    offer_hours: int = 72
    """How long a seat that was offered from the waitlist is held."""
    promote_until: datetime | None = None
    """The last moment at which a free seat is offered to who waits; empty: none is the last."""
    leads_decide: bool = False
    """Whether leads of institutions decide on applications of their own people."""
    has_threads: bool = True
    """Whether its people can ask and answer each other beside each unit."""
    link_checks_in: bool = False
    """Whether who joins a session by our link is checked in by that, without a code."""
    disclosures_hold_from: datetime | None = None
    """Nothing that opens sooner waits for disclosures: it ran before they were asked for."""
    format: CohortFormat = Field(default=CohortFormat.COHORT, sa_type=EnumText(CohortFormat))
    """As its program had it when the cohort was set up."""

    @property
    def is_series(self) -> bool:
        """Whether people come to what they like."""
        return self.format is CohortFormat.SERIES

    @property
    def is_draft(self) -> bool:
        """Whether it is being prepared still."""
        return self.published_at is None


class InstitutionSeats(SQLModel, table=True):
    """How many seats of a cohort people of one institution can have at most."""

    __tablename__ = "institution_seats"
    __table_args__ = (
        UniqueConstraint("cohort_id", "institution_id"),
        CheckConstraint("seats >= 0", name="seats"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    institution_id: UUID = Field(foreign_key="institution.id", index=True)
    seats: int


class Unit(SQLModel, table=True):
    """One unit of a cohort, with the versions of content that the cohort uses.

    It begins with those that are current then; another one comes only by a `ContentMove`.
    """

    __table_args__ = (UniqueConstraint("cohort_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    position: int
    title: str
    short_title: str
    module_version_id: UUID | None = Field(default=None, foreign_key="content_version.id")
    case_version_id: UUID | None = Field(default=None, foreign_key="content_version.id")
    guide_version_id: UUID | None = Field(default=None, foreign_key="content_version.id")
    opens_at: datetime
    """From then on its module can be seen; what has opened never closes again."""
    held_at: datetime | None = None
    """Since when it waits for disclosures; only what had not opened does. See `gates`."""


class UnitOpening(SQLModel, table=True):
    """That a unit opened: for everybody by its rule, or early for one person with a reason."""

    __tablename__ = "unit_opening"
    __table_args__ = (
        UniqueConstraint("unit_id", "enrollment_id"),
        Index(
            "uq_unit_opening_for_all",
            "unit_id",
            unique=True,
            sqlite_where=text("enrollment_id IS NULL"),  # not shown
            postgresql_where=text("enrollment_id IS NULL"),  # not shown
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id")
    enrollment_id: UUID | None = Field(default=None, foreign_key="enrollment.id", index=True)
    opened_at: datetime
    reason: str
    by: UUID | None = None


class ContentMove(SQLModel, table=True):
    """A text of a unit that a coordinator moved to another version; never changed."""

    __tablename__ = "content_move"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    act_id: UUID
    """The same for all texts that were moved together."""
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    kind: str
    """`module`, `case` or `guide`."""
    from_version_id: UUID = Field(foreign_key="content_version.id")
    to_version_id: UUID = Field(foreign_key="content_version.id")
    moved_at: datetime
    by: UUID
    reason: str


class CaseSession(SQLModel, table=True):
    """The live hour of a unit. The wall time and zone are the truth; `starts_at` follows."""

    __tablename__ = "case_session"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", unique=True)
    local_date: date
    local_time: time
    zone: str
    starts_at: datetime = Field(index=True)
    minutes: int
    link: str = ""
    canceled_at: datetime | None = None
    not_held_at: datetime | None = None
    """When somebody said that it was not held after all; it is canceled then, too."""
    sequence: int = 0
    """Goes up with every change, for calendars (RFC 5545, SEQUENCE)."""
    changed_at: datetime | None = None
    """When it changed last, or was added; empty: it is as it was published."""
    held_at: datetime | None = None
    """Since when nobody can join, as it waits for disclosures. See `gates`."""
    released_at: datetime | None = None
    """When it waited no more, if it did: learners could join from then at the earliest."""


class SessionPart(SQLModel, table=True):
    """Who leads a session: `lead`, `co_lead` or `guest`."""

    __tablename__ = "session_part"
    __table_args__ = (UniqueConstraint("case_session_id", "person_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
    part: str


class PolicyVersion(SQLModel, table=True):
    """A cohort's policy; frozen once the first person was judged by it.

    The newest version is in force. Of a published cohort none is changed: another one follows it.
    """

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("cohort_id", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    version: int
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime
    by: UUID | None = None
    reason: str = ""
    """Why it follows the version before it; empty for the first one."""
    frozen_at: datetime | None = None


class Enrollment(SQLModel, table=True):
    """One person's place in one cohort: the ledger that every fact hangs on.

    `status`, `enrolled_at` and what the person was say again what its events say, for selects; only
    `enrollments.actions` writes them, together with an event.
    """

    __table_args__ = (
        UniqueConstraint("person_id", "cohort_id"),
        CheckConstraint(
            "status <> 'enrolled' OR enrolled_at IS NOT NULL",  # not shown
            name="enrolled_at",
        ),
        CheckConstraint(
            "held_until IS NULL OR status IN ('invited', 'offered')",  # not shown
            name="held_until",
        ),
        Index(None, "cohort_id", "status", "id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    cohort_id: UUID = Field(foreign_key="cohort.id")
    """Indexed with status and id: who is in a cohort is read from there."""
    status: EnrollmentStatus = Field(
        default=EnrollmentStatus.NONE, sa_type=EnumText(EnrollmentStatus)
    )
    enrolled_at: datetime | None = None
    """When they were enrolled last; empty for who never was."""
    institution_id: UUID = Field(foreign_key="institution.id")
    """This and the next three: what the person was when they were enrolled."""
    department: str = ""
    rank: str = ""
    profession: Profession = Field(sa_type=EnumText(Profession))
    held_until: datetime | None = Field(default=None, index=True)
    """Until when a seat is held for an answer; only with an invitation or an offer."""

    @property
    def is_enrolled(self) -> bool:
        """Whether the person is in the cohort now."""
        return self.status is EnrollmentStatus.ENROLLED
