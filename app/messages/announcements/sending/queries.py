"""Reads of whether mail reaches people."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.announcements.rules import Reach
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.people.models import EmailAddress, Person


def reach_of_people(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Reach]:
    """Whether mail reaches each of some people: two statements."""
    primary = (col(EmailAddress.person_id) == col(Person.id)) & col(EmailAddress.is_primary)
    rows = session.execute(
        select(col(Person.id), col(Person.disabled_at), col(EmailAddress.address))
        .outerjoin(EmailAddress, primary)
        .where(col(Person.id).in_(person_ids))
    )
    settings = notification_settings(session, person_ids)
    return {
        row.id: Reach(
            row.address,
            row.disabled_at is not None,
            Stream.ANNOUNCEMENTS in settings[row.id].declined,
        )
        for row in rows
    }
