"""Writing down what mail tells calendars: before it is handed over, and when it was taken."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.messages.calendar.mailed.rules import Entry
from app.messages.calendar.models import CalendarEntry


@dataclass(frozen=True)
class Telling:
    """What a mail tells the calendar of one person of one session."""

    person_id: UUID
    session_id: UUID
    entry: Entry


def note_told(session: Session, telling: Telling, *, now: datetime) -> None:
    """From now on a calendar may have it: whatever comes later has a higher number."""
    entry = telling.entry
    session.merge(
        CalendarEntry(
            case_session_id=telling.session_id,
            person_id=telling.person_id,
            number=entry.number,
            sequence=entry.sequence,
            shown=entry.shown,
            sure=False,
            told_at=now,
        )
    )
    session.flush()


def note_taken(session: Session, telling: Telling) -> None:
    """The mail server took it; where another mail told something newer meanwhile, that stands."""
    session.execute(
        update(CalendarEntry)
        .where(
            col(CalendarEntry.case_session_id) == telling.session_id,
            col(CalendarEntry.person_id) == telling.person_id,
            col(CalendarEntry.number) == telling.entry.number,
        )
        .values(sure=True)
    )
