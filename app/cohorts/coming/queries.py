"""Reads for the public pages."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import seats_taken
from app.cohorts.enums import CohortFormat, WayIn
from app.cohorts.models import CaseSession, Cohort, Program, Unit
from app.cohorts.queries import is_published


@dataclass(frozen=True)
class ComingCohort:
    """A cohort whose first session is still ahead, or a series that still has one."""

    slug: str
    title: str
    program: str
    summary: str
    language: str
    """Of the program's own words."""
    units: int
    zone: str
    way_in: WayIn
    enrollment_opens_at: datetime
    first_session: datetime
    """Of those to come."""
    is_series: bool
    capacity: int
    taken: int


def coming_cohorts(session: Session, now: datetime) -> list[ComingCohort]:
    """The cohorts that have not begun, and series that go on, the next one first: one statement."""
    starts = col(CaseSession.starts_at)
    first, coming = func.min(starts), func.min(case((starts > now, starts)))
    goes_on = and_(col(Cohort.format) == CohortFormat.SERIES, coming.is_not(None))
    held = and_(col(CaseSession.unit_id) == col(Unit.id), col(CaseSession.canceled_at).is_(None))
    rows = session.execute(
        select(Cohort, Program, func.count(col(Unit.id)), coming, seats_taken())
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
        .outerjoin(CaseSession, held)
        .where(is_published(), col(Cohort.archived_at).is_(None))
        .group_by(col(Cohort.id), col(Program.id))
        .having(or_(first > now, goes_on))
        .order_by(coming, col(Cohort.slug))
    )
    return [_coming(*row) for row in rows]


def _coming(
    cohort: Cohort, program: Program, units: int, first_session: datetime, taken: int
) -> ComingCohort:
    return ComingCohort(
        slug=cohort.slug,
        title=cohort.title,
        program=program.title,
        summary=program.summary,
        language=program.language,
        units=units,
        zone=cohort.zone,
        way_in=cohort.way_in,
        enrollment_opens_at=cohort.enrollment_opens_at,
        first_session=first_session,
        is_series=cohort.is_series,
        capacity=cohort.capacity,
        taken=taken,
    )
