"""Reads of what mail brought into people's calendars: by the letters of the outbox.

A session is in somebody's calendar if a letter brought it since they want invitations, and none
took it out afterwards.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.changes.letters import sequence_in, session_in
from app.cohorts.models import CaseSession, Cohort, Unit
from app.cohorts.queries import is_published
from app.core.models import OutboxMessage
from app.messages.calendar.queries import digits, session_digits, takes_part
from app.messages.calendar.rules import CARRIERS, LEFT
from app.messages.streams.models import NotificationChoice
from app.people.models import Person


@dataclass(frozen=True)
class Brought:
    """A session that a letter brings, under the number that it had."""

    session_id: UUID
    sequence: int
    arrived: bool
    """Whether it was sent."""


def people_to_invite(session: Session, now: datetime) -> set[UUID]:
    """Who wants invitations and has none of a session ahead as it is now: one statement."""
    person = col(NotificationChoice.person_id)
    has_it = exists().where(
        col(OutboxMessage.person_id) == person,
        _brings(),
        digits(col(OutboxMessage.key)).like(
            "%:" + digits(col(CaseSession.id)) + ":" + digits(col(CaseSession.sequence)) + ":%"
        ),
    )
    ahead = _ahead(now).where(takes_part(person), ~has_it.correlate_except(OutboxMessage))
    return set(session.scalars(_wanting().where(ahead.exists()), {"now": now}))


def people_who_left(session: Session, now: datetime) -> set[UUID]:
    """Who wants invitations and has a session ahead that is theirs no more: one statement."""
    ahead = _ahead(now).add_columns(digits(col(CaseSession.id)).label("digits")).cte()
    theirs_no_more = (
        _wanting()
        .join(OutboxMessage, col(OutboxMessage.person_id) == col(NotificationChoice.person_id))
        .join(ahead, ahead.c.digits == session_digits(col(OutboxMessage.key)))
        .join(CaseSession, col(CaseSession.id) == ahead.c.id)
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(_brings(), col(OutboxMessage.sent_at).is_not(None))
        .where(~takes_part(col(NotificationChoice.person_id)))
    )
    return set(session.scalars(theirs_no_more, {"now": now}))


def brought(session: Session, person_id: UUID) -> list[Brought]:
    """What letters bring into somebody's calendar, each as often as one did."""
    own = col(NotificationChoice.person_id) == col(OutboxMessage.person_id)
    rows = session.execute(
        select(col(OutboxMessage.key), col(OutboxMessage.sent_at))
        .join(NotificationChoice, own)
        .where(col(OutboxMessage.person_id) == person_id, _brings())
    )
    return [
        Brought(session_in(row.key), sequence_in(row.key), row.sent_at is not None) for row in rows
    ]


def invited_since(session: Session, person_id: UUID) -> datetime | None:
    """Since when somebody wants invitations, if they do."""
    own = col(NotificationChoice.person_id) == person_id
    return session.scalar(select(col(NotificationChoice.invited_since)).where(own))


def _wanting() -> Select[UUID]:
    person = col(NotificationChoice.person_id)
    return (
        select(person)
        .join(Person, col(Person.id) == person)
        .where(col(NotificationChoice.invited_since).is_not(None))
        .where(col(Person.disabled_at).is_(None))
    )


def _ahead(now: datetime) -> Select[UUID]:
    return (
        select(col(CaseSession.id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(is_published(), col(CaseSession.canceled_at).is_(None))
        .where(col(CaseSession.starts_at) > now)
    )


def _brings() -> ColumnElement[bool]:
    """That a letter has its session with it: that was wanted by then; and none took it out."""
    later = aliased(OutboxMessage)
    taken_out = exists().where(
        col(later.person_id) == col(OutboxMessage.person_id),
        col(later.kind) == LEFT,
        col(later.created_at) >= col(OutboxMessage.created_at),
        session_digits(col(later.key)) == session_digits(col(OutboxMessage.key)),
    )
    was_wanted = col(OutboxMessage.created_at) >= col(NotificationChoice.invited_since)
    return and_(
        col(OutboxMessage.kind).in_(CARRIERS), was_wanted, ~taken_out.correlate_except(later)
    )
