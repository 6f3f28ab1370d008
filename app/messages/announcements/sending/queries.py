"""Reads of whether mail reaches people."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import Reach, is_personal
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.people.addresses.trouble.queries import people_not_reached
from app.people.models import EmailAddress, Person


def reach_of_message(
    session: Session, message: Announcement, person_ids: Collection[UUID]
) -> dict[UUID, Reach]:
    """Whether a message reaches each of those it is for: three statements at most."""
    if is_personal(message.chosen):
        return reach_of_people(session, person_ids)
    return reach_of_many(session, person_ids)


def reach_of_many(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """Whether a message to several people reaches each of them: three statements."""
    reach = reach_of_people(session, person_ids)
    chosen = notification_settings(session, person_ids)
    lost = people_not_reached(session, person_ids)
    return {
        person: replace(
            own, declined=Stream.ANNOUNCEMENTS in chosen[person].declined, lost=person in lost
        )
        for person, own in reach.items()
    }


def reach_of_people(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """Whether any mail reaches each of some people, whatever they turned off: one statement."""
    primary = (col(EmailAddress.person_id) == col(Person.id)) & col(EmailAddress.is_primary)
    rows = session.execute(
        select(col(Person.id), col(Person.disabled_at), col(EmailAddress.address))
        .outerjoin(EmailAddress, primary)
        .where(col(Person.id).in_(person_ids))
    )
    return {row.id: Reach(row.address, row.disabled_at is not None) for row in rows}
