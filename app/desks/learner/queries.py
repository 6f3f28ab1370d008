"""What only the learner's pages read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import SessionPart
from app.people.models import Institution, Person


def leaders(
    session: Session, case_session_id: UUID | None
) -> Sequence[Row[str, Person, Institution]]:
    """Who leads a session: part, person, institution; leads first."""
    return session.execute(
        select(col(SessionPart.part), Person, Institution)
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(SessionPart.case_session_id) == case_session_id)
        .order_by(col(SessionPart.part).desc(), col(Person.family_name))
    ).all()
