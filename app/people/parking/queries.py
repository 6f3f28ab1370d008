"""Reads of forms that wait for their sender, and of whose a session was that has ended."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.ids import token_hash
from app.core.sealing import unseal
from app.people.models import ParkedForm, Person, WebSession
from app.people.parking.rules import SentForm, WaitingForm


def holder_of(session: Session, token: str) -> UUID | None:
    """Whose web session this token belongs to, also when it has ended: it signs nobody in."""
    return session.scalar(
        select(col(Person.id))
        .join(WebSession, col(WebSession.person_id) == col(Person.id))
        .where(col(WebSession.token_hash) == token_hash(token), col(Person.disabled_at).is_(None))
    )


def parked(session: Session, token: str, person_id: UUID, now: datetime) -> ParkedForm | None:
    """What waits in this browser for this person; nobody else finds it."""
    return session.scalar(
        select(ParkedForm).where(
            col(ParkedForm.token_hash) == token_hash(token),
            col(ParkedForm.person_id) == person_id,
            col(ParkedForm.expires_at) > now,
        )
    )


def waiting_form(
    session: Session, token: str, person_id: UUID, now: datetime
) -> WaitingForm | None:
    """What waits, opened with the secret that only the browser has."""
    found = parked(session, token, person_id, now)
    text = unseal(token, found.sealed) if found else None
    if found is None or text is None:
        return None
    return WaitingForm(SentForm.read(text), found.sent_at)


def newest_first(session: Session, person_id: UUID) -> list[UUID]:
    """The ids of all forms that wait for somebody, the newest first."""
    own = select(col(ParkedForm.id)).where(col(ParkedForm.person_id) == person_id)
    return list(session.scalars(own.order_by(col(ParkedForm.created_at).desc())))


def has_expired(session: Session, now: datetime) -> bool:
    """Whether something waits that nobody can get back any more."""
    return bool(session.scalar(select(exists().where(col(ParkedForm.expires_at) <= now))))
