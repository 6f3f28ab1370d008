"""Reads of what people chose about mail."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.streams.enums import Stream
from app.messages.streams.models import NotificationChoice
from app.messages.streams.rules import NotificationSettings, QuietHours


def notification_settings(
    session: Session, person_ids: Collection[UUID]
) -> dict[UUID, NotificationSettings]:
    """What each of them chose, the usual where they chose nothing: one statement."""
    chosen = select(NotificationChoice).where(col(NotificationChoice.person_id).in_(person_ids))
    found = {choice.person_id: _settings(choice) for choice in session.scalars(chosen)}
    return {person: found.get(person, NotificationSettings()) for person in person_ids}


def _settings(choice: NotificationChoice) -> NotificationSettings:
    known = {stream.value for stream in Stream}
    return NotificationSettings(
        declined=frozenset(Stream(value) for value in choice.declined if value in known),
        quiet=QuietHours(choice.quiet_from, choice.quiet_until),
    )
