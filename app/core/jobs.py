"""Jobs that people watch: how many of their tasks are done, and trying again what failed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.core.errors import RefusedError
from app.core.models import Job, Task
from app.core.queue import error_columns
from app.language.reasons import Reason, ReasonKind, reason
from app.language.stored import NOTHING, store


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
    held_up: Task | None = None
    """One that waits to be tried again, and says why; the others wait for the same, as a rule."""


PACE_OVER = timedelta(seconds=10)
"""How far back the pace of a job is measured."""


def start(
    session: Session,
    kind: str,
    title: Reason,
    back_path: str,
    *,
    scope_id: UUID | None,
    by: UUID | None,
    now: datetime,
) -> Job:
    """Add a job, whose tasks follow. `back_path`: the page that leads on from it.

    `scope_id`: the cohort or program on whose list it is; None: it is on nobody's.
    """
    named = store(title)
    job = Job(
        kind=kind,
        title=named.text,
        title_reason=named.reason,
        scope_id=scope_id,
        back_path=back_path,
        started_by=by,
        started_at=now,
    )
    session.add(job)
    session.flush()
    return job


def retry_failed(
    session: Session, job_id: UUID, *, but: Collection[UUID] = (), now: datetime
) -> int:
    """Queue the failed tasks of a job again, and only those, but for some; return how many."""
    failed = update(Task).where(
        col(Task.job_id) == job_id, col(Task.failed_at).is_not(None), col(Task.id).not_in(but)
    )
    again = failed.values(failed_at=None, attempts=0, not_before=now, **error_columns(NOTHING))
    return len(session.execute(again.returning(col(Task.id))).all())


STOPPED = reason("job.stopped", "It was not done: the job was stopped.")
NOTHING_TO_STOP = reason("job.nothing_to_stop", "This job is over, so there is nothing to stop.")


LEFT_OUT = ReasonKind("job.left_out", "It was left out: {why}")
"""Of what a job does not do for a reason that a retry alone does not change."""


def was_stopped() -> ColumnElement[bool]:
    """That a task was dropped by who stopped its job."""
    return col(Task.error) == store(STOPPED).text


def was_dropped() -> ColumnElement[bool]:
    """That a task was stopped or left out: nobody waits for it to be tried again."""
    code = func.coalesce(col(Task.error_reason)["code"].as_string(), "")
    return or_(was_stopped(), code == LEFT_OUT.code)


def stop(session: Session, job: Job, *, by: UUID, now: datetime) -> int:
    """Drop what of a job is not done yet; return how many tasks.

    What a worker is at in this moment may still be done, and then counts as done. `retry` takes up
    again what was dropped.

    Raises:
        RefusedError: All of it is done or given up.
    """
    waiting = update(Task).where(
        col(Task.job_id) == job.id, col(Task.done_at).is_(None), col(Task.failed_at).is_(None)
    )
    dropped = waiting.values(
        failed_at=now, lease_token=None, leased_until=None, **error_columns(store(STOPPED))
    )
    count = len(session.execute(dropped.returning(col(Task.id))).all())
    if not count:
        raise RefusedError(NOTHING_TO_STOP)
    facts = {"kind": job.kind, "tasks": count}
    audit.record(session, "job.stopped", "job", job.id, by=by, now=now, facts=facts)
    return count


def state(session: Session, job_id: UUID, now: datetime) -> JobState:
    """How a job goes: three statements."""
    total, done, failed, recent = session.execute(
        select(
            func.count(),
            func.count(col(Task.done_at)),
            func.count(col(Task.failed_at)),
            func.count().filter(col(Task.done_at) >= now - PACE_OVER),
        ).where(col(Task.job_id) == job_id)
    ).one()
    progress = JobProgress(total, done, failed)
    return JobState(progress, recent, failures(session, job_id), _held_up(session, job_id))


def _held_up(session: Session, job_id: UUID) -> Task | None:
    """A task that could not be done yet, the one that is tried again next."""
    waiting = select(Task).where(
        col(Task.job_id) == job_id,
        col(Task.done_at).is_(None),
        col(Task.failed_at).is_(None),
        col(Task.error) != "",
    )
    return session.scalars(waiting.order_by(col(Task.not_before)).limit(1)).first()


def failures(session: Session, job_id: UUID) -> list[Task]:
    """The tasks of a job that were given up, by label."""
    given_up = select(Task).where(col(Task.job_id) == job_id, col(Task.failed_at).is_not(None))
    return list(session.scalars(given_up.order_by(col(Task.label))))


NOTHING_FAILED = reason(
    "job.nothing_failed", "Nothing in this job has failed, so there is nothing to try again."
)


def retry(
    session: Session, job: Job, *, but: Collection[UUID] = (), by: UUID, now: datetime
) -> int:
    """Queue again what failed of a job, and only that, but for some tasks; return how many.

    Raises:
        RefusedError: Nothing of it has failed.
    """
    again = retry_failed(session, job.id, but=but, now=now)
    if not again:
        raise RefusedError(NOTHING_FAILED)
    facts = {"kind": job.kind, "tasks": again}
    audit.record(session, "job.retried", "job", job.id, by=by, now=now, facts=facts)
    return again
