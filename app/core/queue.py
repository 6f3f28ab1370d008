"""A queue in the database: enqueued with the act, leased by a worker, safe under kill -9.

A task is claimed by writing a lease; the lease's token must still be there when the result is
recorded. A worker that dies leaves a lease that runs out, and the task is claimed again, after all
that were never begun: what takes its worker down holds nobody else up, and who is killed again and
again is not killed over the same few, which would be given up for it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.ids import new_id
from app.core.models import Job, Task
from app.language.reasons import reason
from app.language.stored import NOTHING, Stored, store
from app.language.texts import Text

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
CRASHED = reason("work.crashed", "The worker stopped at every attempt.")


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


def enqueue_all(
    session: Session,
    kind: str,
    keys: Iterable[str],
    *,
    now: datetime,
    job: Job | None = None,
    labels: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Ask for pieces of work of one kind that need no more than a key; past the ORM.

    `labels`: what a person calls them, by key, where they are those of a job.
    """
    shared = Task(kind=kind, key="", payload={}, not_before=now).model_dump() | {
        "job_id": job.id if job else None
    }
    rows = [shared | {"id": new_id(), "key": key, "label": labels.get(key, "")} for key in keys]
    if rows:
        session.connection().execute(_INSERT, rows)


def is_due(session: Session, kinds: Sequence[str], *, now: datetime) -> bool:
    """Whether there is a task that could be leased."""
    return bool(session.scalar(select(_due(kinds, now).exists())))


def lease(session: Session, kinds: Sequence[str], *, limit: int, now: datetime) -> list[Task]:
    """Lease up to `limit` tasks that are due, for `LEASE`.

    A task that took its worker down at every attempt is given up instead.
    """
    found = _lockable(session, kinds, limit=limit, now=now)
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


def _lockable(session: Session, kinds: Sequence[str], *, limit: int, now: datetime) -> list[Task]:
    """What can be leased: the longest due first, then that whose lease ran out longest ago."""
    leased = col(Task.leased_until)
    found: list[Task] = []
    for some in (
        _due(kinds, now).where(leased.is_(None)).order_by(col(Task.not_before), col(Task.id)),
        _due(kinds, now).where(leased.is_not(None)).order_by(leased, col(Task.id)),
    ):
        if room := limit - len(found):
            found += session.scalars(some.limit(room).with_for_update(skip_locked=True))
    return found


def _due(kinds: Sequence[str], now: datetime) -> Select[Task]:
    """What can be leased now."""
    return select(Task).where(
        col(Task.kind).in_(kinds),
        col(Task.done_at).is_(None),
        col(Task.failed_at).is_(None),
        col(Task.not_before) <= now,
        or_(col(Task.leased_until).is_(None), col(Task.leased_until) < now),
    )


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


def finish(session: Session, task: Task, *, now: datetime, forget: bool = False) -> None:
    """Record that the work is done, in the transaction of the work itself.

    `forget`: what it was to be done with is kept no longer. Whoever comes back from work did not
    stop at it, even if that was believed meanwhile; and what is done is done, even if its job was
    stopped.
    """
    kept: dict[str, Any] = {"payload": {}} if forget else {}
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id)
        .values(done_at=now, failed_at=None, leased_until=None, **kept, **error_columns(NOTHING))
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


def postpone(session: Session, task: Task, error: Text, *, until: datetime) -> None:
    """Leave it for later, whatever the number of attempts: what hinders it is not its own."""
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id, col(Task.lease_token) == task.lease_token)
        .values(
            **error_columns(store(error)),
            leased_until=None,
            attempts=task.attempts - 1,
            not_before=until,
        )
    )


def reopen(session: Session, kind: str, keys: Collection[str], *, now: datetime) -> None:
    """Queue tasks again that have ended, done or given up; leave alone those that still wait."""
    has_ended = or_(col(Task.done_at).is_not(None), col(Task.failed_at).is_not(None))
    session.execute(
        update(Task)
        .where(col(Task.kind) == kind, col(Task.key).in_(list(keys)), has_ended)
        .values(done_at=None, failed_at=None, attempts=0, not_before=now, **error_columns(NOTHING))
    )


_INSERT = Task.__table__.insert()  # type: ignore[attr-defined]
