"""From which day somebody's waves count, once they are allocated."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.studies.models import PlaceAnchor


def count_from(
    session: Session, project_id: UUID, enrollment_id: UUID, day: date, *, now: datetime
) -> None:
    """Note the day of somebody's allocation, on the calendar of the cohort's zone; once for all.

    No line of its own: whoever allocates writes one.
    """
    session.add(
        PlaceAnchor(project_id=project_id, enrollment_id=enrollment_id, day=day, noted_at=now)
    )
    session.flush()
