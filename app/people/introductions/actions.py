"""Somebody introduces themselves, or takes it all back. What they wrote stands in no line."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit
from app.people.grants.queries import lock_person
from app.people.introductions.models import Introduction
from app.people.introductions.queries import introduction_of
from app.people.introductions.rules import NOTHING, Told


def introduce(session: Session, person_id: UUID, told: Told, *, now: datetime) -> None:
    """Keep what somebody tells of themselves; nothing is written where nothing changes."""
    lock_person(session, person_id)
    if told == introduction_of(session, person_id):
        return
    session.merge(
        Introduction(
            person_id=person_id,
            interests=told.interests,
            offers=told.offers,
            contact=told.contact,
            shown=sorted(told.shown),
            after_end=told.after_end,
            changed_at=now,
        )
    )
    facts = {"shown": sorted(told.shown), "after_end": told.after_end}
    audit.record(
        session, "introduction.saved", "person", person_id, by=person_id, now=now, facts=facts
    )
    session.flush()


def remove_introduction(session: Session, person_id: UUID, *, now: datetime) -> None:
    """Delete what somebody wrote of themselves, with what they chose."""
    lock_person(session, person_id)
    if introduction_of(session, person_id) == NOTHING:
        return
    session.execute(delete(Introduction).where(col(Introduction.person_id) == person_id))
    audit.record(
        session, "introduction.removed", "person", person_id, by=person_id, now=now, facts={}
    )
    session.flush()
