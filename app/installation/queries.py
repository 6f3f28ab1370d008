"""Reads about the installation as a whole: counts, never people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.certificates.models import Certificate
from app.cohorts.models import Cohort, Enrollment
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.outbox import DELIVER
from app.people.models import Institution, Person


@dataclass(frozen=True)
class Counts:
    """How much there is of everything."""

    people: int
    institutions: int
    cohorts: int
    enrollments: int
    certificates: int


@dataclass(frozen=True)
class Waiting:
    """How many wait, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Failed:
    """Tasks of one kind that were given up for the same reason."""

    kind: str
    error: str
    count: int


def counts(session: Session) -> Counts:
    """One statement."""
    return Counts(
        *session.execute(
            select(
                _count(Person, col(Person.disabled_at).is_(None)),
                _count(Institution),
                _count(Cohort),
                _count(Enrollment, col(Enrollment.withdrawn_at).is_(None)),
                _count(Certificate),
            )
        ).one()
    )


def _count(model: type[SQLModel], *only: ColumnElement[bool]):  # type: ignore[no-untyped-def]
    return select(func.count()).select_from(model).where(*only).scalar_subquery()


def newest_lines(session: Session, limit: int) -> Sequence[AuditLine]:
    """The newest lines of the history, oldest first."""
    newest = select(AuditLine).order_by(col(AuditLine.id).desc()).limit(limit)
    return session.scalars(newest).all()[::-1]


def waiting_mail(session: Session, now: datetime) -> Waiting:
    """Mail that was not sent and would still be of use."""
    useful = or_(col(OutboxMessage.useless_after).is_(None), col(OutboxMessage.useless_after) > now)
    return Waiting(
        *session.execute(
            select(func.count(), func.min(col(OutboxMessage.created_at))).where(
                col(OutboxMessage.sent_at).is_(None), useful
            )
        ).one()
    )


def waiting_work(session: Session, now: datetime, *, with_mail: bool) -> Waiting:
    """Tasks that are due and in nobody's hands. `with_mail`: whether a worker takes mail."""
    due = select(func.count(), func.min(col(Task.not_before))).where(
        col(Task.done_at).is_(None),
        col(Task.failed_at).is_(None),
        col(Task.not_before) <= now,
        or_(col(Task.leased_until).is_(None), col(Task.leased_until) < now),
    )
    if not with_mail:
        due = due.where(col(Task.kind) != DELIVER)
    return Waiting(*session.execute(due).one())


def failed_count(session: Session) -> int:
    """How many tasks were given up."""
    return session.scalar(select(func.count()).where(col(Task.failed_at).is_not(None))) or 0


def failed_work(session: Session, limit: int) -> list[Failed]:
    """The most frequent reasons for which tasks were given up."""
    count = func.count()
    rows = session.execute(
        select(col(Task.kind), col(Task.error), count)
        .where(col(Task.failed_at).is_not(None))
        .group_by(col(Task.kind), col(Task.error))
        .order_by(count.desc(), col(Task.kind), col(Task.error))
        .limit(limit)
    )
    return [Failed(*row) for row in rows]
