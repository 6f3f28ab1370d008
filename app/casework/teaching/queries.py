"""Reads for the facilitator's desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.casework.queries import is_its_mark, is_unmarked
from app.casework.zoom.models import ZoomReading
from app.casework.zoom.queries import list_waits
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enums import CohortFormat
from app.cohorts.models import CaseSession, Cohort, Enrollment, Program, SessionPart, Unit
from app.cohorts.queries import is_published, reached
from app.content.models import ContentVersion
from app.core.db import records
from app.people.roles import Reach


@dataclass(frozen=True)
class TaughtSession:
    """One session that somebody facilitates, as plain facts."""

    program_id: UUID
    cohort_id: UUID
    slug: str
    cohort_title: str
    program_title: str
    zone: str
    position: int
    unit_title: str
    case_title: str | None
    starts_at: datetime
    minutes: int
    link: str
    canceled: bool
    not_held: bool
    archived_at: datetime | None
    """Since when nothing in its cohort changes any more."""
    closes_at: datetime
    """When its cohort closes."""
    missing: int
    """Of how many people a mark is still to be recorded."""
    listed: int | None = None
    """How many people are in a list of Zoom's that waits to be applied."""
    differs: int = 0
    """For how many that would change what an earlier one made."""
    is_series: bool = False
    """Whether its cohort is: then nobody is missing."""
    recorded: int = 0
    """Of how many people a mark is recorded."""

    @property
    def title(self) -> str:
        """The case, or else the unit."""
        return self.case_title or self.unit_title

    @property
    def path(self) -> str:
        """Its room."""
        return f"/teach/{self.slug}/sessions/{self.position}"


_MISSING = (
    select(func.count())
    .select_from(Enrollment)
    .outerjoin(Attendance, is_its_mark())
    .where(col(Enrollment.cohort_id) == col(Cohort.id), is_enrolled(), is_unmarked())
    .correlate(Cohort, CaseSession)
    .scalar_subquery()
)
_RECORDED = (
    select(func.count())
    .select_from(Attendance)
    .where(
        col(Attendance.case_session_id) == col(CaseSession.id),
        col(Attendance.status) != AttendanceStatus.NOT_RECORDED,
    )
    .correlate(CaseSession)
    .scalar_subquery()
)
_SESSIONS: Select[*tuple[Any, ...]] = (
    select(
        col(Cohort.program_id),
        col(Cohort.id).label("cohort_id"),
        col(Cohort.slug),
        col(Cohort.title).label("cohort_title"),
        col(Program.title).label("program_title"),
        col(Cohort.zone),
        col(Unit.position),
        col(Unit.title).label("unit_title"),
        col(ContentVersion.title).label("case_title"),
        col(CaseSession.starts_at),
        col(CaseSession.minutes),
        col(CaseSession.link),
        col(CaseSession.canceled_at).is_not(None).label("canceled"),
        col(CaseSession.not_held_at).is_not(None).label("not_held"),
        col(Cohort.archived_at),
        col(Cohort.closes_at),
        _MISSING.label("missing"),
        case((list_waits(), col(ZoomReading.people)), else_=None).label("listed"),
        func.coalesce(col(ZoomReading.differs), 0).label("differs"),
        (col(Cohort.format) == CohortFormat.SERIES).label("is_series"),
        _RECORDED.label("recorded"),
    )
    .select_from(CaseSession)
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .outerjoin(ContentVersion, col(ContentVersion.id) == col(Unit.case_version_id))
    .outerjoin(ZoomReading, col(ZoomReading.case_session_id) == col(CaseSession.id))
    .where(is_published())
    .order_by(col(CaseSession.starts_at), col(Cohort.title))
)


def _is_own(person_id: UUID, reach: Reach) -> ColumnElement[bool]:
    """That a session is within reach, or the person has a part in it."""
    part = exists().where(
        col(SessionPart.case_session_id) == col(CaseSession.id),
        col(SessionPart.person_id) == person_id,
    )
    return or_(reached(reach), part)


def taught_cohorts(
    session: Session, person_id: UUID, reach: Reach, *, limit: int, offset: int
) -> Sequence[UUID]:
    """Cohorts with such sessions, that with the newest one first: one statement."""
    newest = func.max(col(CaseSession.starts_at))
    found = (
        select(col(Cohort.id))
        .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(is_published(), _is_own(person_id, reach))
        .group_by(col(Cohort.id))
        .order_by(newest.desc(), col(Cohort.slug).desc())
    )
    return session.scalars(found.limit(limit).offset(offset)).all()


def taught_sessions(
    session: Session,
    person_id: UUID,
    reach: Reach,
    *,
    among: Collection[UUID],
    open_after: datetime,
) -> list[TaughtSession]:
    """The sessions within reach, and those in which the person has a part: one statement.

    Those of cohorts that had not closed by `open_after`, and of those `among` the cohorts named.
    """
    wanted = or_(col(Cohort.closes_at) > open_after, col(Cohort.id).in_(among))
    found = _SESSIONS.where(_is_own(person_id, reach), wanted)
    return records(session.execute(found), TaughtSession)
