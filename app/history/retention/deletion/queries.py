"""Reads of what was announced to go, called off, and deleted."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.helpers.queries import helpers_in
from app.cohorts.models import Cohort
from app.core.db import records
from app.core.models import Job, OutboxMessage, Task
from app.core.outbox import DELIVER
from app.credit.disclosures.queries import officers_for
from app.history.retention.ending.queries import is_live
from app.history.retention.models import (
    Deletion,
    DeletionAnnouncement,
    DeletionCallOff,
)
from app.people.models import Person


@dataclass(frozen=True)
class Announced:
    """What was announced, by whom, and what became of it."""

    deletion_announcement: DeletionAnnouncement
    person: Person
    deletion_call_off: DeletionCallOff | None
    deletion: Deletion | None


def announcements_of(session: Session, cohort_id: UUID) -> list[Announced]:
    """Everything that was announced of a cohort, the newest first: one statement."""
    id_ = col(DeletionAnnouncement.id)
    found = (
        select(DeletionAnnouncement, Person, DeletionCallOff, Deletion)
        .join(Person, col(Person.id) == col(DeletionAnnouncement.by))
        .outerjoin(DeletionCallOff, col(DeletionCallOff.announcement_id) == id_)
        .outerjoin(Deletion, col(Deletion.announcement_id) == id_)
        .where(col(DeletionAnnouncement.cohort_id) == cohort_id)
        .order_by(col(DeletionAnnouncement.edition).desc())
    )
    return records(session.execute(found), Announced)


def live_announcement(session: Session, cohort_id: UUID) -> DeletionAnnouncement | None:
    """What was announced of a cohort, and neither called off nor done."""
    own = select(DeletionAnnouncement).where(col(DeletionAnnouncement.cohort_id) == cohort_id)
    return session.scalars(own.where(is_live())).first()


def live_announcements(session: Session) -> list[DeletionAnnouncement]:
    """The same of all cohorts, in the order of their ids."""
    live = select(DeletionAnnouncement).where(is_live())
    return list(session.scalars(live.order_by(col(DeletionAnnouncement.cohort_id))))


def count_announcements(session: Session, cohort_id: UUID) -> int:
    """How many there were of a cohort, whatever became of them."""
    own = select(func.count()).where(col(DeletionAnnouncement.cohort_id) == cohort_id)
    return session.scalar(own) or 0


def newest_deletions(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, Deletion]:
    """Of some cohorts, what was deleted last, where anything was: one statement."""
    found = (
        select(col(DeletionAnnouncement.cohort_id), Deletion)
        .join(DeletionAnnouncement, col(DeletionAnnouncement.id) == col(Deletion.announcement_id))
        .where(col(DeletionAnnouncement.cohort_id).in_(cohort_ids))
        .order_by(col(Deletion.at))
    )
    return {row.cohort_id: row.Deletion for row in session.execute(found)}


def deleted_at(session: Session, cohort_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When records of some cohorts were deleted last, where any were: one statement."""
    return {id_: own.at for id_, own in newest_deletions(session, cohort_ids).items()}


def at_work(session: Session, cohort_id: UUID) -> int:
    """How many tasks of a cohort's jobs are not done: those of now and since the announcement.

    Letters are none: those that were not sent by then go with the rest.
    """
    announced = select(func.max(col(DeletionAnnouncement.at))).where(
        col(DeletionAnnouncement.cohort_id) == cohort_id
    )
    began = or_(
        col(Job.started_at) >= announced.scalar_subquery(), col(Task.leased_until).is_not(None)
    )
    open_ = col(Task.done_at).is_(None) & col(Task.failed_at).is_(None)
    tasks = select(func.count()).select_from(Task).join(Job, col(Job.id) == col(Task.job_id))
    own = tasks.where(col(Job.scope_id) == cohort_id, col(Task.kind) != DELIVER)
    return session.scalar(own.where(open_, began)) or 0


def unsent(session: Session, cohort_id: UUID) -> int:
    """How many letters of a cohort were neither sent nor dropped."""
    waiting = col(OutboxMessage.sent_at).is_(None) & col(OutboxMessage.dropped_at).is_(None)
    letters = select(func.count()).select_from(OutboxMessage)
    own = letters.where(col(OutboxMessage.cohort_id) == cohort_id, waiting)
    return session.scalar(own) or 0


def concerned(session: Session, cohort_id: UUID, now: datetime) -> Mapping[UUID, bool]:
    """Who answers for the records of a cohort, and whether they may hold them.

    Its coordinators may; the officers of its provider, who come after them, may not.
    """
    cohort = session.get_one(Cohort, cohort_id)
    coordinators = [row.person_id for row in helpers_in(session, cohort, now) if row.coordinates]
    officers = dict.fromkeys(sorted(officers_for(session, cohort_id, now)), False)
    return dict.fromkeys(coordinators, True) | {id_: id_ in coordinators for id_ in officers}
