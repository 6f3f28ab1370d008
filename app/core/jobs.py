"""A queue in the database: enqueued with the act, leased by a worker, safe under kill -9.

A task is claimed by writing a lease; the lease's token must still be there when the result is
recorded. A worker that dies leaves a lease that runs out, and the task is claimed again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import RefusedError
from app.core.ids import new_id
from app.core.models import Job, Task
from app.language.reasons import reason
from app.language.stored import NOTHING, Stored, store
from app.language.texts import Text

CRASHED = reason("work.crashed", "It ended its worker at every attempt.")

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5


@dataclass(frozen=True)
class JobProgress:
    """How far a job is: counts of its tasks."""

    total: int
    done: int
    failed: int

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do or to retry by itself."""
        return self.done + self.failed == self.total


@dataclass(frozen=True)
class JobState:
    """A job as it stands at one moment."""

    progress: JobProgress
    recent: int
    """Tasks that were done lately: the pace."""
    failures: list[Task]
    """The tasks that were given up, by label."""


PACE_OVER = timedelta(seconds=10)
"""How far back the pace of a job is measured."""


def enqueue(
    session: Session,
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    now: datetime,
    label: Text = "",
    job: Job | None = None,
) -> Task:
    """Ask for a piece of work; it is seen by workers when the transaction commits."""
    name = store(label)
    task = Task(
        kind=kind,
        key=key,
        label=name.text,
        label_reason=name.reason,
        payload=payload,
        not_before=now,
        job_id=job.id if job else None,
    )
    session.add(task)
    return task


def claim(session: Session, kinds: list[str], *, limit: int, now: datetime) -> list[Task]:
    """Lease up to `limit` tasks that are due, for `LEASE`.

    A task that took its worker down at every attempt is given up instead.
    """
    due = (
        select(Task)
        .where(
            col(Task.kind).in_(kinds),
            col(Task.done_at).is_(None),
            col(Task.failed_at).is_(None),
            col(Task.not_before) <= now,
            or_(col(Task.leased_until).is_(None), col(Task.leased_until) < now),
        )
        .order_by(col(Task.not_before), col(Task.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = list(session.scalars(due))
    tasks = [task for task in found if not _crashed_every_attempt(task)]
    for task in found:
        if _crashed_every_attempt(task):
            crashed = store(CRASHED)
            task.failed_at, task.error, task.error_reason = now, crashed.text, crashed.reason
    for task in tasks:
        task.lease_token = new_id()
        task.leased_until = now + LEASE
        task.attempts += 1
    session.flush()
    return tasks


def _crashed_every_attempt(task: Task) -> bool:
    """Whether its last lease ran out, as those of all attempts before it may have."""
    return task.leased_until is not None and task.attempts >= MAX_ATTEMPTS


def still_ours(session: Session, task: Task) -> bool:
    """Whether the lease that this worker took still stands; locks the task until commit."""
    token = session.scalar(
        select(col(Task.lease_token))
        .where(col(Task.id) == task.id, col(Task.done_at).is_(None))
        .with_for_update()
    )
    return token is not None and token == task.lease_token


def finish(session: Session, task: Task, *, now: datetime) -> None:
    """Record that the work is done, in the transaction of the work itself."""
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id)
        .values(done_at=now, leased_until=None, **error_columns(NOTHING))
    )


def error_columns(error: Stored) -> dict[str, Any]:
    """The columns of a task that say why it failed."""
    return {"error": error.text, "error_reason": error.reason}


def fail(session: Session, task: Task, error: Text, *, now: datetime, final: bool = False) -> None:
    """Record a failure: retried with back-off, or given up for a person to look at."""
    given_up = final or task.attempts >= MAX_ATTEMPTS
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id, col(Task.lease_token) == task.lease_token)
        .values(
            **error_columns(store(error)),
            leased_until=None,
            failed_at=now if given_up else None,
            not_before=now + timedelta(seconds=2**task.attempts),
        )
    )


def retry_failed(session: Session, job_id: UUID, *, now: datetime) -> int:
    """Queue the failed tasks of a job again, and only those; return how many."""
    failed = update(Task).where(col(Task.job_id) == job_id, col(Task.failed_at).is_not(None))
    again = failed.values(failed_at=None, attempts=0, not_before=now, **error_columns(NOTHING))
    return len(session.execute(again.returning(col(Task.id))).all())


def reopen(session: Session, kind: str, keys: Collection[str], *, now: datetime) -> None:
    """Queue tasks again that have ended, done or given up; leave alone those that still wait."""
    has_ended = or_(col(Task.done_at).is_not(None), col(Task.failed_at).is_not(None))
    session.execute(
        update(Task)
        .where(col(Task.kind) == kind, col(Task.key).in_(list(keys)), has_ended)
        .values(done_at=None, failed_at=None, attempts=0, not_before=now, **error_columns(NOTHING))
    )


def progress(session: Session, job_id: UUID) -> JobProgress:
    """The counts of a job, in one statement."""
    total, done, failed = session.execute(
        select(func.count(), func.count(col(Task.done_at)), func.count(col(Task.failed_at))).where(
            col(Task.job_id) == job_id
        )
    ).one()
    return JobProgress(total, done, failed)


def state(session: Session, job_id: UUID, now: datetime) -> JobState:
    """How a job goes: three statements."""
    return JobState(
        progress(session, job_id),
        done_since(session, job_id, now - PACE_OVER),
        failures(session, job_id),
    )


def failures(session: Session, job_id: UUID) -> list[Task]:
    """The tasks of a job that were given up, by label."""
    given_up = select(Task).where(col(Task.job_id) == job_id, col(Task.failed_at).is_not(None))
    return list(session.scalars(given_up.order_by(col(Task.label))))


def done_since(session: Session, job_id: UUID, moment: datetime) -> int:
    """How many tasks of a job were done at or after a moment."""
    done = select(func.count(col(Task.id))).where(
        col(Task.job_id) == job_id, col(Task.done_at) >= moment
    )
    return session.scalar(done) or 0


NOTHING_FAILED = reason(
    "job.nothing_failed", "Nothing of this work has failed, so there is nothing to try again."
)


def retry(session: Session, job: Job, *, by: UUID, now: datetime) -> int:
    """Queue again what failed of a job, and only that; return how many.

    Raises:
        RefusedError: Nothing of it has failed.
    """
    again = retry_failed(session, job.id, now=now)
    if not again:
        raise RefusedError(NOTHING_FAILED)
    audit.record(session, "job.retried", "job", job.id, by=by, now=now, facts={"tasks": again})
    return again
