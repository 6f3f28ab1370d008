"""Noting where a learner is in a unit's text, for their next visit and their other devices.

It is a bookmark and no act of the course: it leaves no line in the history, and nothing is asked of
it when somebody is prepared, signs or earns credit.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.learning.actions import take_turn
from app.learning.models import ReadingPlace
from app.learning.places.queries import reading_place


def note_place(
    session: Session, learner: LearnerInCohort, unit: UnitRow, heading: str, *, now: datetime
) -> None:
    """Keep the heading as the place to go on from. `heading`: one of the unit's text."""
    take_turn(session, learner, unit, now)
    enrollment = learner.enrollment.id
    place = reading_place(session, enrollment, unit.id)
    if place is None:
        place = ReadingPlace(
            enrollment_id=enrollment, unit_id=unit.id, heading=heading, noted_at=now
        )
        session.add(place)
    place.heading, place.noted_at = heading, now
    session.flush()
