"""Reads for letters."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.helpers.queries import helpers_in
from app.cohorts.models import Cohort
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.language.languages import Language, named
from app.messages.composing import Addressee
from app.messages.studies.kinds import OF_MENTEES
from app.messages.studies.queries import rater_addressees
from app.people.addresses.trouble.queries import returned
from app.people.models import EmailAddress, Institution, Newcomer, Person


def addressees(
    session: Session, messages: Collection[OutboxMessage], languages: Sequence[Language]
) -> dict[UUID | None, Addressee]:
    """Whom the messages are for, by person, in one statement.

    `languages`: those of the installation; the first is for whoever chose none of them.
    """
    ids = {message.person_id for message in messages}
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    rows = session.execute(
        select(Person, col(EmailAddress.address))
        .outerjoin(EmailAddress, primary)
        .where(col(Person.id).in_(ids - {None}))
    )
    known = {person.id: _addressee(person, address, languages) for person, address in rows}
    return known | _newcomers(session, messages, languages) | _mentees(session, messages, languages)


def _addressee(person: Person, address: str | None, languages: Sequence[Language]) -> Addressee:
    name = person.given_name or person.family_name  # of a name with one part, that part
    language = named(person.language, languages) or languages[0]
    return Addressee(name, person.zone, address, language)


def _newcomers(
    session: Session, messages: Collection[OutboxMessage], languages: Sequence[Language]
) -> dict[UUID | None, Addressee]:
    """Those who are nobody yet: they are who they said they are."""
    ids = {message.person_id for message in messages if message.kind == "newcomer"}
    if not ids:
        return {}
    said = (
        select(Newcomer, col(Institution.zone))
        .join(Institution, col(Institution.id) == col(Newcomer.institution_id))
        .where(col(Newcomer.id).in_(ids))
    )
    return {
        newcomer.id: Addressee(
            newcomer.given_name, zone, None, named(newcomer.language, languages) or languages[0]
        )
        for newcomer, zone in session.execute(said)
    }


def _mentees(
    session: Session, messages: Collection[OutboxMessage], languages: Sequence[Language]
) -> dict[UUID | None, Addressee]:
    """Mentees, as whoever named them called them; none of whom nothing is known any more."""
    ids = {own.person_id for own in messages if own.kind in OF_MENTEES and own.person_id}
    found = rater_addressees(session, ids) if ids else []
    return {
        rater.id: Addressee(rater.name, rater.zone, rater.address, languages[0])
        for rater in found
        if rater.name is not None
    }


@dataclass(frozen=True)
class Asking:
    """Which cohort a letter is about, and who can be asked about it."""

    cohort: str
    """Its title."""
    name: str | None = None
    address: str | None = None


def whom_to_ask(session: Session, message: OutboxMessage, now: datetime) -> Asking | None:
    """Who coordinates the cohort of a letter, else an administrator; never its own reader."""
    cohort = session.get(Cohort, message.cohort_id) if message.cohort_id else None
    if cohort is None:
        return None
    rows = [row for row in helpers_in(session, cohort, now) if row.person_id != message.person_id]
    first = next(iter(sorted(rows, key=lambda row: not row.coordinates)), None)
    if first is None:
        return Asking(cohort.title)
    return Asking(cohort.title, first.display_name, first.address)


def newest_mail(session: Session, limit: int) -> Sequence[OutboxMessage]:
    """The mail that was written last."""
    newest = select(OutboxMessage).order_by(
        col(OutboxMessage.created_at).desc(), col(OutboxMessage.id)
    )
    return session.scalars(newest.limit(limit)).all()


@dataclass(frozen=True)
class MailTo:
    """One letter to a person, and what became of it."""

    message: OutboxMessage
    failed_at: datetime | None
    """When it was given up."""
    came_back: bool = False
    """Whether a report says that it did, or was unwanted, after a mail server had taken it."""


def mail_to(session: Session, person_id: UUID, limit: int) -> list[MailTo]:
    """The newest letters to somebody, in three statements."""
    newest = (
        select(OutboxMessage)
        .where(col(OutboxMessage.person_id) == person_id)
        .order_by(col(OutboxMessage.created_at).desc(), col(OutboxMessage.id))
        .limit(limit)
    )
    messages = session.scalars(newest).all()
    keys = [str(message.id) for message in messages]
    tasks = session.scalars(select(Task).where(col(Task.kind) == DELIVER, col(Task.key).in_(keys)))
    given_up = {task.key: task.failed_at for task in tasks}
    back = returned(session, [message.id for message in messages])
    return [
        MailTo(message, given_up.get(str(message.id)), message.id in back) for message in messages
    ]
