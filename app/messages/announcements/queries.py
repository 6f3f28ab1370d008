"""Reads of messages: what was written, whom it reached, and what there is to begin with."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Program
from app.core.jobs import was_stopped
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from app.people.models import Person


@dataclass(frozen=True)
class AnnouncementRow:
    """A message, who wrote it, and how far it is."""

    announcement: Announcement
    writer: Person
    cohort: str
    program: str
    recipients: int
    """How many letters it became."""
    delivered: int
    failed: int
    """Given up; and how many of them since somebody stopped it."""
    stopped: int


@dataclass(frozen=True)
class Received:
    """Somebody a message was for, and what they got."""

    recipient: AnnouncementRecipient
    person: Person
    message: OutboxMessage | None
    """None: nothing was written to them."""
    task: Task | None
    """The delivery of it."""


def of_coordinators() -> ColumnElement[bool]:
    """That a message is one of those that every coordinator of its cohort sees."""
    return col(Announcement.by_lead).is_(False)


def of_lead(person_id: UUID) -> ColumnElement[bool]:
    """That a message is one that this lead wrote, whom nobody else's are shown."""
    return (col(Announcement.by_lead).is_(True)) & (col(Announcement.written_by) == person_id)


_RECIPIENTS = (
    select(func.count())
    .where(
        col(AnnouncementRecipient.announcement_id) == col(Announcement.id),
        col(AnnouncementRecipient.left_out).is_(None),
    )
    .correlate(Announcement)
    .scalar_subquery()
)


def _tasks(what: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .where(col(Task.job_id) == col(Announcement.job_id), what)
        .correlate(Announcement)
        .scalar_subquery()
    )


def announcements(
    session: Session,
    whose: ColumnElement[bool],
    cohort_ids: Collection[UUID],
    *,
    limit: int,
    offset: int = 0,
) -> list[AnnouncementRow]:
    """The messages of some cohorts, drafts first, then the newest first: one statement."""
    found = (
        select(
            Announcement,
            Person,
            col(Cohort.title).label("cohort"),
            col(Program.title).label("program"),
            _RECIPIENTS.label("recipients"),
            _tasks(col(Task.done_at).is_not(None)).label("delivered"),
            _tasks(col(Task.failed_at).is_not(None)).label("failed"),
            _tasks(col(Task.failed_at).is_not(None) & was_stopped()).label("stopped"),
        )
        .join(Person, col(Person.id) == col(Announcement.written_by))
        .join(Cohort, col(Cohort.id) == col(Announcement.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .where(col(Announcement.cohort_id).in_(cohort_ids), whose)
        .order_by(
            col(Announcement.sent_at).is_not(None),
            func.coalesce(col(Announcement.sent_at), col(Announcement.changed_at)).desc(),
            col(Announcement.id),
        )
    )
    rows = session.execute(found.limit(limit).offset(offset))
    return [AnnouncementRow(*row) for row in rows]


def announcement(
    session: Session,
    whose: ColumnElement[bool],
    cohort_id: UUID,
    announcement_id: UUID,
    *,
    lock: bool = False,
) -> Announcement | None:
    """One message of a cohort. `lock`: to change it."""
    found = select(Announcement).where(
        col(Announcement.id) == announcement_id, col(Announcement.cohort_id) == cohort_id, whose
    )
    return session.scalar(_locked(found) if lock else found)


def _locked(found: Select[Announcement]) -> Select[Announcement]:
    return found.with_for_update().execution_options(populate_existing=True)


def announcement_of_job(
    session: Session, whose: ColumnElement[bool], job_id: UUID
) -> Announcement | None:
    """The message that a job delivers."""
    return session.scalar(select(Announcement).where(col(Announcement.job_id) == job_id, whose))


def lead_announcement(
    session: Session, person_id: UUID, announcement_id: UUID, *, lock: bool = False
) -> Announcement | None:
    """One message that a lead wrote, of whichever cohort. `lock`: to change it."""
    found = select(Announcement).where(col(Announcement.id) == announcement_id, of_lead(person_id))
    return session.scalar(_locked(found) if lock else found)


def letter_key(announcement_id: UUID, person_id: UUID) -> str:
    """The key of one letter of a message: nobody gets two."""
    return f"announcement:{announcement_id}:{person_id}"


def received(
    session: Session, announcement: Announcement, person_id: UUID | None = None
) -> list[Received]:
    """Whom a message was for, by family name, with what they got: three statements.

    `person_id`: only that one.
    """
    found = (
        select(AnnouncementRecipient, Person)
        .join(Person, col(Person.id) == col(AnnouncementRecipient.person_id))
        .where(col(AnnouncementRecipient.announcement_id) == announcement.id)
        .order_by(col(Person.search_name), col(Person.id))
    )
    if person_id is not None:
        found = found.where(col(AnnouncementRecipient.person_id) == person_id)
    rows = session.execute(found).all()
    keys = [letter_key(announcement.id, recipient.person_id) for recipient, _ in rows]
    letters = session.scalars(select(OutboxMessage).where(col(OutboxMessage.key).in_(keys)))
    by_key = {letter.key: letter for letter in letters}
    tasks = _deliveries(session, by_key.values())
    return [
        Received(recipient, person, letter, tasks.get(letter.id) if letter else None)
        for recipient, person in rows
        for letter in [by_key.get(letter_key(announcement.id, recipient.person_id))]
    ]


def _deliveries(session: Session, letters: Collection[OutboxMessage]) -> dict[UUID, Task]:
    ids = {str(letter.id): letter.id for letter in letters}
    tasks = session.scalars(select(Task).where(col(Task.kind) == DELIVER, col(Task.key).in_(ids)))
    return {ids[task.key]: task for task in tasks}


def last_written(
    session: Session,
    whose: ColumnElement[bool],
    cohort_id: UUID,
    *,
    template: str | None = None,
) -> dict[UUID, datetime]:
    """When people were last written to in a cohort: one statement.

    `template`: only by messages that began with it.
    """
    if template is not None:
        whose = and_(whose, col(Announcement.template) == template)
    return last_written_in(session, whose, [cohort_id]).get(cohort_id, {})


def draft_with(
    session: Session,
    whose: ColumnElement[bool],
    cohort_id: UUID,
    template: str,
    audience: str,
    quiet_days: int,
) -> Announcement | None:
    """The newest draft in a cohort that began with a template and is to one part of it.

    `quiet_days`: for so long nobody was written to of whom it is.
    """
    found = select(Announcement).where(
        col(Announcement.cohort_id) == cohort_id,
        col(Announcement.template) == template,
        col(Announcement.audience) == audience,
        col(Announcement.quiet_days) == quiet_days,
        col(Announcement.sent_at).is_(None),
        whose,
    )
    return session.scalar(found.order_by(col(Announcement.changed_at).desc()).limit(1))


def last_written_in(
    session: Session,
    whose: ColumnElement[bool],
    cohort_ids: Collection[UUID],
    *,
    since: datetime | None = None,
) -> dict[UUID, dict[UUID, datetime]]:
    """The same of each of some cohorts in which somebody was: one statement.

    Of two records that were merged, the one that goes on is meant. `since`: no earlier messages.
    """
    person = func.coalesce(col(Person.merged_into_id), col(Person.id)).label("person")
    found = (
        select(col(Announcement.cohort_id), person, func.max(col(Announcement.sent_at)).label("at"))
        .select_from(AnnouncementRecipient)
        .join(Announcement, col(Announcement.id) == col(AnnouncementRecipient.announcement_id))
        .join(Person, col(Person.id) == col(AnnouncementRecipient.person_id))
        .where(
            col(Announcement.cohort_id).in_(cohort_ids),
            col(AnnouncementRecipient.left_out).is_(None),
            whose,
        )
        .group_by(col(Announcement.cohort_id), person)
    )
    if since is not None:
        found = found.where(col(Announcement.sent_at) >= since)
    written: defaultdict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for row in session.execute(found):
        written[row.cohort_id][row.person] = row.at
    return dict(written)
