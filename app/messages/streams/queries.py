"""Reads of what people chose about mail."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.streams.enums import Stream
from app.messages.streams.models import NotificationChoice
from app.messages.streams.rules import NotificationSettings, QuietHours
from app.messages.streams.tokens import Unsubscribing
from app.people.models import Person


def notification_settings(
    session: Session, person_ids: Collection[UUID]
) -> dict[UUID, NotificationSettings]:
    """What each of them chose, the usual where they chose nothing: one statement."""
    chosen = select(NotificationChoice).where(col(NotificationChoice.person_id).in_(person_ids))
    found = {choice.person_id: _settings(choice) for choice in session.scalars(chosen)}
    return {person: found.get(person, NotificationSettings()) for person in person_ids}


@dataclass(frozen=True)
class Subscription:
    """What the link of a letter is about: one stream of one person, as they chose."""

    person_id: UUID
    stream: Stream
    settings: NotificationSettings

    @property
    def is_off(self) -> bool:
        """Whether it is turned off."""
        return self.stream in self.settings.declined


def subscription(session: Session, named: Unsubscribing) -> Subscription | None:
    """What a token is about; None where there is nobody any more.

    Of a record that was merged into another's, that other.
    """
    person = session.get(Person, named.person_id)
    if person is None:
        return None
    person_id = person.merged_into_id or person.id
    chosen = notification_settings(session, [person_id])[person_id]
    return Subscription(person_id, named.stream, chosen)


def _settings(choice: NotificationChoice) -> NotificationSettings:
    known = {stream.value for stream in Stream}
    return NotificationSettings(
        declined=frozenset(Stream(value) for value in choice.declined if value in known),
        quiet=QuietHours(choice.quiet_from, choice.quiet_until),
    )
