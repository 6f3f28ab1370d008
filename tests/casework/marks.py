"""The mark of one person, as it is now."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.imports.reviewing import At
from app.casework.queries import attendees
from app.casework.rules import Mark


def mark(session: Session, at: At, enrollment_id: UUID) -> Mark:
    """What a session's table says of somebody."""
    assert at.unit.session_id
    session.expire_all()
    found = attendees(session, at.cohort.id, at.unit.session_id)
    return next(own.mark for own in found if own.enrollment_id == enrollment_id)
