"""Keeping a form for whoever sent it, and forgetting it. Neither is an act of anybody's record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.ids import new_token, token_hash
from app.core.sealing import seal
from app.people.models import ParkedForm
from app.people.parking import queries
from app.people.parking.rules import LASTS, MOST_FORMS, SentForm


def park(session: Session, person_id: UUID, form: SentForm, *, now: datetime) -> str:
    """Keep a form, sealed; returns the secret that opens it, which is stored nowhere here."""
    throw_away_old(session, now)
    _make_room(session, person_id)
    token = new_token()
    session.add(
        ParkedForm(
            person_id=person_id,
            token_hash=token_hash(token),
            sealed=seal(token, form.written()),
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    session.flush()
    return token


def note_sent(session: Session, token: str, person_id: UUID, *, now: datetime) -> None:
    """Remember that what waits was sent again."""
    found = queries.parked(session, token, person_id, now)
    if found is not None:
        found.sent_at = now


def forget(session: Session, token: str, person_id: UUID, *, now: datetime) -> None:
    """Throw away what waits in this browser for this person; nothing happens if nothing does."""
    found = queries.parked(session, token, person_id, now)
    if found is not None:
        session.delete(found)


def throw_away_old(session: Session, now: datetime) -> None:
    """Delete what can no longer be had back."""
    session.execute(delete(ParkedForm).where(col(ParkedForm.expires_at) <= now))


def _make_room(session: Session, person_id: UUID) -> None:
    too_many = queries.newest_first(session, person_id)[MOST_FORMS - 1 :]
    session.execute(delete(ParkedForm).where(col(ParkedForm.id).in_(too_many)))
