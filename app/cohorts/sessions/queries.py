"""Reads of who has a part in a session."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import SessionPart
from app.core.db import records
from app.people.models import Institution, Person


@dataclass(frozen=True)
class SessionLeader:
    """Somebody with a part in a session, and where they are from."""

    part: str
    person: Person
    institution: Institution


def has_part_in(session: Session, session_id: UUID | None, person_id: UUID) -> bool:
    """Whether a person has a part in one session, as a lead, co-lead or guest."""
    part = exists().where(
        col(SessionPart.case_session_id) == session_id, col(SessionPart.person_id) == person_id
    )
    return bool(session.scalar(select(part)))


def has_part(session: Session, person_id: UUID) -> bool:
    """Whether a person has a part in any session."""
    return bool(session.scalar(select(exists().where(col(SessionPart.person_id) == person_id))))


def leaders(session: Session, session_id: UUID | None) -> list[SessionLeader]:
    """Who has a part in a session; leads first."""
    found = (
        select(col(SessionPart.part), Person, Institution)
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(SessionPart.case_session_id) == session_id)
        .order_by(col(SessionPart.part).desc(), col(Person.search_name))
    )
    return records(session.execute(found), SessionLeader)
