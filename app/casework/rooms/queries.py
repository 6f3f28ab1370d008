"""Reads for the room of a session: who is ready, what is starred and noted, and what is left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.breakouts.queries import number_of_groups
from app.casework.enums import AttendanceStatus
from app.casework.make_ups.queries import beside_mark
from app.casework.models import Attendance, MakeUp
from app.casework.preparation.queries import preparation_columns
from app.casework.queries import is_expected, is_unmarked
from app.casework.rooms.models import ReflectionStar, SessionNote
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Enrollment, Unit
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


@dataclass(frozen=True)
class Unfinished:
    """Somebody of whom something is left to do after a session."""

    family_name: str
    given_name: str
    unmarked: bool
    """Expected, and without a mark; else they were absent once more."""

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return list_name(self.given_name, self.family_name)


@dataclass(frozen=True)
class MarkCounts:
    """How many were expected at a session, and what is recorded of them."""

    expected: int
    recorded: int
    there: int
    """Present, late or partial."""
    missed: int
    """Absent, and not made up so far."""


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
    .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled())
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
    """The newest note of a session, and how many groups there are: one statement."""
    newer = aliased(SessionNote)
    own = and_(
        col(SessionNote.case_session_id) == col(CaseSession.id),
        ~exists().where(
            col(newer.case_session_id) == col(CaseSession.id),
            col(newer.edition) > col(SessionNote.edition),
        ),
    )
    row = session.execute(
        select(SessionNote, Person, number_of_groups().label("groups"))
        .select_from(CaseSession)
        .outerjoin(SessionNote, own)
        .outerjoin(Person, col(Person.id) == col(SessionNote.by))
        .where(col(CaseSession.id) == case_session_id)
    ).one()
    note, person = row.SessionNote, row.Person
    if note is None:
        return Kept(None, row.groups)
    name = person.display_name if person else ""
    return Kept(Note(note.edition, note.text, note.saved_at, name), row.groups)


def mark_counts(session: Session, cohort_id: UUID, case_session_id: UUID) -> MarkCounts:
    """What is recorded of who was expected at a session: one statement."""
    there = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.PARTIAL)
    row = session.execute(
        _expected(
            func.count().label("expected"),
            func.count().filter(~is_unmarked()).label("recorded"),
            func.count().filter(col(Attendance.status).in_(there)).label("there"),
            func.count().filter(_is_missed()).label("missed"),
        ).outerjoin(MakeUp, and_(*beside_mark())),
        {"cohort_id": cohort_id, "case_session_id": case_session_id},
    ).one()
    return MarkCounts(row.expected, row.recorded, row.there, row.missed)


def unfinished(session: Session, cohort_id: UUID, case_session_id: UUID) -> list[Unfinished]:
    """Who has no mark at a session, or was absent for a second time or more: one statement."""
    asked = {"cohort_id": cohort_id, "case_session_id": case_session_id}
    again = and_(col(Attendance.status) == AttendanceStatus.ABSENT, _was_absent_before())
    found = (
        _expected(col(Person.family_name), col(Person.given_name), is_unmarked().label("unmarked"))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(is_unmarked() | again)
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found, asked), Unfinished)


def _expected(*columns: Any) -> Select[*tuple[Any, ...]]:
    """Of everybody who was expected at a session, with their mark."""
    mark = and_(
        col(Attendance.enrollment_id) == col(Enrollment.id),
        col(Attendance.case_session_id) == col(CaseSession.id),
    )
    return (
        select(*columns)
        .select_from(Enrollment)
        .join(CaseSession, col(CaseSession.id) == bindparam("case_session_id"))
        .outerjoin(Attendance, mark)
        .where(col(Enrollment.cohort_id) == bindparam("cohort_id"), is_enrolled(), is_expected())
    )


def _is_missed() -> ColumnElement[bool]:
    """That somebody was absent, and no make-up stands beside that."""
    return and_(col(Attendance.status) == AttendanceStatus.ABSENT, col(MakeUp.id).is_(None))


def _was_absent_before() -> ColumnElement[bool]:
    """That somebody was absent at an earlier session of the cohort that was held."""
    earlier, held = aliased(Attendance), aliased(CaseSession)
    return exists().where(
        col(earlier.enrollment_id) == col(Enrollment.id),
        col(earlier.status) == AttendanceStatus.ABSENT,
        col(held.id) == col(earlier.case_session_id),
        col(held.canceled_at).is_(None),
        col(held.starts_at) < col(CaseSession.starts_at),
        col(Unit.id) == col(held.unit_id),
        col(Unit.cohort_id) == col(Enrollment.cohort_id),
    )
