"""The line of an act about a message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.messages.announcements.models import Announcement


def record(
    session: Session,
    act: str,
    message: Announcement,
    *,
    by: UUID,
    now: datetime,
    facts: dict[str, Any],
) -> None:
    """It is about the cohort, in whose history its coordinators read it; a lead's is their own."""
    about = ("message", message.id) if message.by_lead else ("cohort", message.cohort_id)
    said = {"message": str(message.id), **facts}
    audit.record(session, act, *about, by=by, now=now, facts=said)
