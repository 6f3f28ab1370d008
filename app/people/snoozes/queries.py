"""Reads of what somebody put off."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.people.snoozes.models import Snooze
from app.people.snoozes.rules import PutOff, Things


def put_off(session: Session, person_id: UUID, now: datetime) -> dict[str, PutOff]:
    """What they do not want to see yet, by subject: one statement."""
    own = select(col(Snooze.subject), col(Snooze.until), col(Snooze.things)).where(
        col(Snooze.person_id) == person_id, col(Snooze.until) > now
    )
    return {
        row.subject: PutOff(row.until, Things.read(row.things) if row.things else None)
        for row in session.execute(own)
    }


def of_subject(session: Session, person_id: UUID, subject: str) -> Snooze | None:
    """What they said about one thing, be it over."""
    return session.scalar(
        select(Snooze).where(col(Snooze.person_id) == person_id, col(Snooze.subject) == subject)
    )
