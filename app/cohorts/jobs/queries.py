"""Long work that is done for a cohort."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.cohorts.queries import reached
from app.core.db import records
from app.core.jobs import was_stopped
from app.core.models import Job, OutboxMessage, Task
from app.core.outbox import DELIVER, letter_id
from app.people.models import Person
from app.people.roles import Reach


@dataclass(frozen=True)
class FailingJob:
    """A job of which something was given up."""

    job: Job
    cohort: Cohort
    failed: int
    last: datetime
    """When the last of it was."""


@dataclass(frozen=True)
class JobInReach:
    """A job with its cohort, who started it, and how far it is."""

    job: Job
    cohort: Cohort
    person: Person | None
    total: int
    done: int
    failed: int


@dataclass(frozen=True)
class JobOfCohort:
    """A job, and the cohort it works for as addresses name it."""

    job: Job
    slug: str


def job_with_slug(session: Session, job_id: UUID) -> JobOfCohort | None:
    """A job and the address of the cohort it works for; a job of no cohort is nobody's here."""
    found = (
        select(Job, col(Cohort.slug))
        .join(Cohort, col(Cohort.id) == col(Job.scope_id))
        .where(col(Job.id) == job_id)
    )
    return next(iter(records(session.execute(found), JobOfCohort)), None)


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
    """Jobs of the cohorts within reach, the newest first: one statement."""
    found = (
        select(Job, Cohort, Person, *_COUNTS)
        .join(Cohort, col(Cohort.id) == col(Job.scope_id))
        .outerjoin(Person, col(Person.id) == col(Job.started_by))
        .outerjoin(Task, col(Task.job_id) == col(Job.id))
        .where(reached(reach))
        .group_by(col(Job.id), col(Cohort.id), col(Person.id))
        .order_by(col(Job.started_at).desc(), col(Job.id))
    )
    return records(session.execute(found.limit(limit).offset(offset)), JobInReach)


_COUNTS = (
    func.count(col(Task.id)).label("total"),
    func.count(col(Task.done_at)).label("done"),
    func.count(col(Task.failed_at)).label("failed"),
)


def failing_jobs(session: Session, reach: Reach) -> list[FailingJob]:
    """Jobs within reach of which something was given up, the newest first: one statement.

    What somebody stopped was not given up, and neither was a letter that was held back for a
    reason: trying it again would not send it.
    """
    failed = func.count(col(Task.failed_at)).label("failed")
    rows = session.execute(
        select(Job, Cohort, failed, func.max(col(Task.failed_at)).label("last"))
        .join(Cohort, col(Cohort.id) == col(Job.scope_id))
        .join(Task, col(Task.job_id) == col(Job.id))
        .where(
            reached(reach),
            col(Task.failed_at).is_not(None),
            ~was_stopped(),
            ~_was_held_back(session),
        )
        .group_by(col(Job.id), col(Cohort.id))
        .order_by(col(Job.started_at).desc())
    )
    return records(rows, FailingJob)


def _was_held_back(session: Session) -> ColumnElement[bool]:
    """That a task is the delivery of a letter which was left unsent; found by the letter's id."""
    its_id = letter_id(session, col(Task.key))
    letter = case((col(Task.kind) == DELIVER, its_id), else_=None)
    dropped = col(OutboxMessage.dropped_at).is_not(None)
    return exists().where(col(OutboxMessage.id) == letter, dropped)
