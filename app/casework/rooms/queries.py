"""Reads for the room of a session: who is ready, what is starred and noted, and what is left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.breakouts.queries import number_here, number_of_groups
from app.casework.preparation.queries import preparation_columns
from app.casework.rooms.models import ReflectionStar, SessionNote
from app.cohorts.arms.queries import has_session
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment
from app.core.db import plain_rows, records
from app.language.names import list_name
from app.learning.models import Reflection
from app.learning.queries import is_newest
from app.people.models import Institution, Person


@dataclass(frozen=True)
class ReadyPerson:
    """Somebody of a cohort, and what they did of a unit's module."""

    enrollment_id: UUID
    family_name: str
    given_name: str
    site: str
    readings: int
    """Required ones that they ticked."""
    reflected: bool
    attested: bool

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)

    @property
    def has_begun(self) -> bool:
        """Whether they did anything of it."""
        return self.attested or self.reflected or self.readings > 0


@dataclass(frozen=True)
class Note:
    """The note of a session as it was saved last."""

    edition: int
    text: str
    saved_at: datetime
    by: str
    """Who saved it."""


@dataclass(frozen=True)
class Kept:
    """What facilitators keep of a session."""

    note: Note | None
    groups: int
    """How many groups there are; 0 before they are made."""
    here: int
    """How many are recorded as here, of whom groups can be made."""


def readiness(
    session: Session, cohort_id: UUID, unit_id: UUID, required_readings: Collection[str]
) -> list[ReadyPerson]:
    """Everybody in a cohort by family name, with what they did for one unit: one statement."""
    here = {"cohort_id": cohort_id, "unit_id": unit_id, "required": list(required_readings)}
    return records(plain_rows(session, _READINESS, here), ReadyPerson)


_READINESS: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.id).label("enrollment_id"),
        col(Person.family_name),
        col(Person.given_name),
        col(Institution.short_name).label("site"),
        *preparation_columns(),
    )
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .join(Institution, col(Institution.id) == col(Person.institution_id))
    .join(CaseSession, col(CaseSession.unit_id) == bindparam("unit_id"))
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled(), has_session())
    .order_by(col(Person.search_name), col(Person.id))
)


def stars(session: Session, case_session_id: UUID) -> frozenset[UUID]:
    """Whose reflection is to be used in a session, by enrollment; shared or not any more."""
    own = col(ReflectionStar.case_session_id) == case_session_id
    return frozenset(session.scalars(select(col(ReflectionStar.enrollment_id)).where(own)))


def shares(session: Session, unit_id: UUID, enrollment_id: UUID) -> bool:
    """Whether somebody who is enrolled shares their reflection on a unit now."""
    own = exists().where(
        col(Enrollment.id) == enrollment_id,
        is_enrolled(),
        col(Reflection.enrollment_id) == col(Enrollment.id),
        col(Reflection.unit_id) == unit_id,
        is_newest(),
        col(Reflection.shared),
    )
    return bool(session.scalar(select(own)))


def kept_of(session: Session, case_session_id: UUID) -> Kept:
    """The newest note of a session, how many groups there are and are here: one statement."""
    newer = aliased(SessionNote)
    own = and_(
        col(SessionNote.case_session_id) == col(CaseSession.id),
        ~exists().where(
            col(newer.case_session_id) == col(CaseSession.id),
            col(newer.edition) > col(SessionNote.edition),
        ),
    )
    row = session.execute(
        select(SessionNote, Person, number_of_groups().label("groups"), number_here().label("here"))
        .select_from(CaseSession)
        .outerjoin(SessionNote, own)
        .outerjoin(Person, col(Person.id) == col(SessionNote.by))
        .where(col(CaseSession.id) == case_session_id)
    ).one()
    note, person = row.SessionNote, row.Person
    if note is None:
        return Kept(None, row.groups, row.here)
    name = person.display_name if person else ""
    return Kept(Note(note.edition, note.text, note.saved_at, name), row.groups, row.here)
