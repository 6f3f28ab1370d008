"""What becomes of a mail, recorded with its task in one transaction."""

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import jobs
from app.core.models import OutboxMessage, Task


def record_sent(session: Session, message: OutboxMessage, task: Task, *, now: datetime) -> None:
    """The mail server took it."""
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message.id, col(OutboxMessage.sent_at).is_(None))
        .values(sent_at=now)
    )
    jobs.finish(session, task, now=now)


def postpone(session: Session, task: Task, why: str, *, wait: timedelta, now: datetime) -> None:
    """Try again later, as long as nobody else has taken the task over meanwhile.

    Unlike `jobs.fail` this never gives up: a mail server may be away for a night.
    """
    session.execute(
        update(Task)
        .where(col(Task.id) == task.id, col(Task.lease_token) == task.lease_token)
        .values(error=why, leased_until=None, not_before=now + wait)
    )
