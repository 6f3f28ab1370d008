"""Long work that is done for a cohort, or for a program as a whole."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Program
from app.cohorts.queries import reached
from app.core.db import records
from app.core.jobs import was_dropped
from app.core.models import Job, Task
from app.core.outbox import DELIVER
from app.people.models import Person
from app.people.roles import Reach


@dataclass(frozen=True)
class FailingJob:
    """A job of which something was given up."""

    job: Job
    place: str
    """The cohort, or the program, by its title."""
    slug: str | None
    """Of the cohort."""
    failed: int
    last: datetime
    """When the last of it was."""


@dataclass(frozen=True)
class JobInReach:
    """A job with what it is for, who started it, and how far it is."""

    job: Job
    place: str
    """The cohort, or the program, by its title."""
    person: Person | None
    total: int
    done: int
    failed: int


@dataclass(frozen=True)
class PlacedJob:
    """A job, and the cohort or the program as a whole that it works for; one of them is None."""

    job: Job
    slug: str | None
    """Of the cohort, as addresses name it."""
    program: Program | None


def placed_job(session: Session, job_id: UUID) -> PlacedJob | None:
    """A job with what it works for; a job of nothing is nobody's here. One statement."""
    found = (
        select(Job, col(Cohort.slug), Program)
        .outerjoin(Cohort, col(Cohort.id) == col(Job.scope_id))
        .outerjoin(Program, col(Program.id) == col(Job.scope_id))
        .where(
            col(Job.id) == job_id, or_(col(Cohort.id).is_not(None), col(Program.id).is_not(None))
        )
    )
    return next(iter(records(session.execute(found), PlacedJob)), None)


def tasks_under_way(session: Session, cohort_id: UUID) -> int:
    """How much of the long work for a cohort is neither done nor given up.

    Mail that is still to leave is none of it: it changes nothing of the cohort.
    """
    under_way = (
        select(func.count())
        .select_from(Task)
        .join(Job, col(Job.id) == col(Task.job_id))
        .where(
            col(Job.scope_id) == cohort_id,
            col(Task.kind) != DELIVER,
            col(Task.done_at).is_(None),
            col(Task.failed_at).is_(None),
        )
    )
    return session.scalar(under_way) or 0


def jobs_within(session: Session, reach: Reach, *, limit: int, offset: int) -> list[JobInReach]:
    """Jobs of the cohorts and programs within reach, the newest first: one statement."""
    found = (
        select(Job, _PLACE, Person, *_COUNTS)
        .outerjoin(Cohort, col(Cohort.id) == col(Job.scope_id))
        .outerjoin(Program, col(Program.id) == col(Job.scope_id))
        .outerjoin(Person, col(Person.id) == col(Job.started_by))
        .outerjoin(Task, col(Task.job_id) == col(Job.id))
        .where(_within(reach))
        .group_by(col(Job.id), col(Cohort.id), col(Program.id), col(Person.id))
        .order_by(col(Job.started_at).desc(), col(Job.id))
    )
    return records(session.execute(found.limit(limit).offset(offset)), JobInReach)


_PLACE = func.coalesce(col(Cohort.title), col(Program.title)).label("place")


def _within(reach: Reach) -> ColumnElement[bool]:
    """That a job is of a cohort, or of a program as a whole, that a role reaches."""
    whole = true() if reach.everything else col(Program.id).in_(reach.programs)
    return or_(
        and_(col(Cohort.id).is_not(None), reached(reach)), and_(col(Program.id).is_not(None), whole)
    )


_COUNTS = (
    func.count(col(Task.id)).label("total"),
    func.count(col(Task.done_at)).label("done"),
    func.count(col(Task.failed_at)).label("failed"),
)


def failing_jobs(session: Session, reach: Reach) -> list[FailingJob]:
    """Jobs within reach of which something was given up, the newest first: one statement.

    What somebody stopped, or what was left out for a reason, was not given up.
    """
    failed = func.count(col(Task.failed_at)).label("failed")
    rows = session.execute(
        select(Job, _PLACE, col(Cohort.slug), failed, func.max(col(Task.failed_at)).label("last"))
        .outerjoin(Cohort, col(Cohort.id) == col(Job.scope_id))
        .outerjoin(Program, col(Program.id) == col(Job.scope_id))
        .join(Task, col(Task.job_id) == col(Job.id))
        .where(_within(reach), col(Task.failed_at).is_not(None), ~was_dropped())
        .group_by(col(Job.id), col(Cohort.id), col(Program.id))
        .order_by(col(Job.started_at).desc())
    )
    return records(rows, FailingJob)
