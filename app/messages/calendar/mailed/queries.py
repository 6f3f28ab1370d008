"""Reads of what mail told people's calendars.

What was told is in `calendar_entry`, what is under way in the outbox.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    select,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.changes.letters import sequence_in, session_in
from app.core.models import OutboxMessage
from app.messages.calendar.mailed.rules import Entry
from app.messages.calendar.models import CalendarEntry
from app.messages.calendar.rules import CARRIERS, LEFT, NO_DIFFERENCE
from app.messages.streams.models import NotificationChoice


@dataclass(frozen=True)
class Posted:
    """A letter to somebody about a session, for their calendar."""

    kind: str
    session_id: UUID
    sequence: int
    """The number that the session had."""
    stands: bool
    """Whether it is under way or was given up, or somebody decided that it is not sent."""
    waits: bool
    """Whether it is under way or was given up."""


def entries_of(
    session: Session, person_id: UUID, session_ids: Collection[UUID] | None = None
) -> dict[UUID, Entry]:
    """What mail told the calendar of somebody who wants invitations, by session."""
    choice = col(NotificationChoice.person_id) == col(CalendarEntry.person_id)
    found = (
        select(CalendarEntry, col(NotificationChoice.invited_since))
        .outerjoin(NotificationChoice, choice)
        .where(col(CalendarEntry.person_id) == person_id)
        .execution_options(populate_existing=True)
    )
    if session_ids is not None:
        found = found.where(col(CalendarEntry.case_session_id).in_(session_ids))
    return {row.case_session_id: _entry(row, since) for row, since in session.execute(found)}


def _entry(row: CalendarEntry, since: datetime | None) -> Entry:
    forgotten = row.shown and (since is None or row.told_at < since)
    return Entry(row.number, row.sequence, row.shown, row.sure, forgotten)


def posted_to(session: Session, person_id: UUID, since: datetime) -> list[Posted]:
    """What was posted to somebody for their calendar since they want that."""
    rows = session.scalars(
        select(OutboxMessage).where(
            col(OutboxMessage.person_id) == person_id,
            col(OutboxMessage.kind).in_((*CARRIERS, LEFT)),
            col(OutboxMessage.created_at) >= since,
        )
    )
    return [_posted(row) for row in rows]


def _posted(row: OutboxMessage) -> Posted:
    waits = row.sent_at is None and row.dropped_at is None
    code = row.dropped_reason.get("code") if row.dropped_reason else None
    decided = row.sent_at is None and row.dropped_at is not None and code not in _NO_DIFFERENCE
    about = session_in(row.key), sequence_in(row.key)
    return Posted(row.kind, *about, stands=waits or decided, waits=waits)


def invited_since(session: Session, person_id: UUID) -> datetime | None:
    """Since when somebody wants invitations, if they do."""
    own = col(NotificationChoice.person_id) == person_id
    return session.scalar(select(col(NotificationChoice.invited_since)).where(own))


_NO_DIFFERENCE = [reason.code for reason in NO_DIFFERENCE]
