"""Reads of what people tell of themselves."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.people.introductions.enums import Part
from app.people.introductions.models import Introduction
from app.people.introductions.rules import NOTHING, Told


def introduction_of(session: Session, person_id: UUID) -> Told:
    """What somebody wrote and chose; nothing of either where they never did."""
    return told_in(session.get(Introduction, person_id))


def told_in(row: Introduction | None) -> Told:
    """What a row holds."""
    if row is None:
        return NOTHING
    known = {part.value for part in Part}
    shown = frozenset(Part(value) for value in row.shown if value in known)
    return Told(row.interests, row.offers, row.contact, shown, row.after_end)
