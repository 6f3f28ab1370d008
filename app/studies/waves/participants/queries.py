"""Reads of the people of a project, whom its waves could ask."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, exists, or_, select, true
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.people.models import Person
from app.studies.consent.queries import stands_in
from app.studies.consent.rules import UNANSWERED, Stand
from app.studies.models import Consent, PlaceAnchor
from app.studies.raters.queries import RaterStand, current_raters


@dataclass(frozen=True)
class Participant:
    """Somebody whom a project could ask."""

    enrollment_id: UUID
    person_id: UUID
    cohort_id: UUID
    enrolled_at: datetime | None
    has_moved: bool
    """Whether they are at another institution than when they were enrolled."""
    own_day: date | None
    """The day of their allocation."""
    stand: Stand
    rater: RaterStand | None
    """The mentee whom they named last."""


def participants(
    session: Session,
    project_id: UUID,
    cohort_ids: Collection[UUID],
    *,
    place_id: UUID | None = None,
) -> list[Participant]:
    """Who is enrolled in these cohorts, or has answered the project: four statements.

    A project's people stay its own when they leave the course. `place_id`: only who has this place.
    """
    answered = exists().where(
        col(Consent.project_id) == project_id, col(Consent.enrollment_id) == col(Enrollment.id)
    )
    own_day = and_(
        col(PlaceAnchor.enrollment_id) == col(Enrollment.id),
        col(PlaceAnchor.project_id) == project_id,
    )
    rows = session.execute(
        select(
            *(col(Enrollment.id), col(Enrollment.person_id), col(Enrollment.cohort_id)),
            col(Enrollment.enrolled_at),
            (col(Person.institution_id) != col(Enrollment.institution_id)).label("moved"),
            col(PlaceAnchor.day),
        )
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .outerjoin(PlaceAnchor, own_day)
        .where(
            col(Enrollment.cohort_id).in_(cohort_ids),
            or_(is_enrolled(), answered),
            col(Person.disabled_at).is_(None),
            true() if place_id is None else col(Enrollment.id) == place_id,
        )
        .order_by(col(Enrollment.id))
    ).all()
    stands = stands_in(session, [project_id], [place_id] if place_id else None)[project_id]
    raters = current_raters(session, project_id, [row[0] for row in rows])
    return [Participant(*row, stands.get(row[0], UNANSWERED), raters.get(row[0])) for row in rows]
