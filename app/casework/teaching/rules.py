"""What waits of the sessions that somebody teaches; pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.casework.rules import why_not_record
from app.cohorts.rules import why_not_change

if TYPE_CHECKING:
    from app.casework.teaching.queries import TaughtSession


def waits_for_marks(session: TaughtSession, now: datetime) -> bool:
    """Whether attendance can be recorded and is not yet of everybody expected.

    In a series nobody is: it waits until somebody is marked.
    """
    why_not = why_not_change(session.archived_at) or why_not_record(
        session.starts_at, now, canceled=session.canceled
    )
    waits = session.recorded == 0 if session.is_series else session.missing > 0
    return why_not is None and waits


def waits_for_look(session: TaughtSession, now: datetime) -> bool:
    """Whether a list of Zoom's waits to be looked at and applied."""
    why_not = why_not_change(session.archived_at) or why_not_record(
        session.starts_at, now, canceled=session.canceled
    )
    return why_not is None and session.listed is not None
