"""What waits of the sessions that somebody teaches; pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.casework.rules import why_not_record

if TYPE_CHECKING:
    from app.casework.teaching.queries import TaughtSession


def waits_for_marks(session: TaughtSession, now: datetime) -> bool:
    """Whether attendance can be recorded and is not yet of everybody expected."""
    can_record = why_not_record(session.starts_at, now, canceled=session.canceled) is None
    return can_record and session.marked < session.expected
