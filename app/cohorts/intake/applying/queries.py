"""Reads of what a file of people brought in, and of what has come to rest on it since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.applications.models import ApplicationAnswer
from app.cohorts.applications.queries import answers_by_file
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.intake.models import ImportedPerson, PeopleImport
from app.cohorts.models import Cohort, Enrollment
from app.core.references import columns_referring, is_worked_on
from app.people.models import Person

_OF_A_PLACE = frozenset({"enrollment_event", "imported_person", "application_answer"})
_OF_A_NEW_PERSON = frozenset({"enrollment", "email_address", "imported_person"})
"""Tables whose rows refer to whoever was only imported."""


def enrollment_ids(session: Session, import_id: UUID) -> Sequence[UUID]:
    """The places that a file gave people."""
    own = col(ImportedPerson.people_import_id) == import_id
    return session.scalars(select(col(ImportedPerson.enrollment_id)).where(own)).all()


@dataclass(frozen=True)
class Imported:
    """Somebody whom a file brought in."""

    imported_person: ImportedPerson
    person: Person
    answers: Sequence[ApplicationAnswer]
    """What the file said further."""


def imported(session: Session, import_id: UUID) -> list[Imported]:
    """Whom a file brought in, in its order."""
    answers = answers_by_file(session, import_id)
    rows = session.execute(
        select(ImportedPerson, Person)
        .join(Person, col(Person.id) == col(ImportedPerson.person_id))
        .where(col(ImportedPerson.people_import_id) == import_id)
        .order_by(col(ImportedPerson.line))
    )
    return [
        Imported(row.ImportedPerson, row.Person, answers.get(row.ImportedPerson.enrollment_id, ()))
        for row in rows
    ]


@dataclass(frozen=True)
class NamedByFile:
    """The file that made somebody's account."""

    file_name: str
    is_within: bool
    """Whether who coordinates the cohort that is asked about sees that file."""


def named_by_files(
    session: Session, person_ids: Collection[UUID], *, within: UUID
) -> Mapping[UUID, NamedByFile]:
    """Whose account a file made. `within`: a cohort; only files of its program are near it."""
    program = select(col(Cohort.program_id)).where(col(Cohort.id) == within).scalar_subquery()
    rows = session.execute(
        select(
            col(ImportedPerson.person_id),
            col(PeopleImport.file_name),
            (col(Cohort.program_id) == program).label("is_within"),
        )
        .join(PeopleImport, col(PeopleImport.id) == col(ImportedPerson.people_import_id))
        .join(Cohort, col(Cohort.id) == col(PeopleImport.cohort_id))
        .where(col(ImportedPerson.person_id).in_(person_ids), col(ImportedPerson.is_new_person))
    )
    return {row.person_id: NamedByFile(row.file_name, bool(row.is_within)) for row in rows}


def count_moved_on(session: Session, import_id: UUID) -> int:
    """How many of an import have worked, answered, or had something else happen to their place."""
    later = exists().where(
        col(EnrollmentEvent.enrollment_id) == col(ImportedPerson.enrollment_id),
        col(EnrollmentEvent.number) > col(ImportedPerson.event_number),
    )
    place = col(ImportedPerson.enrollment_id)
    worked = is_worked_on("enrollment", place, besides=_OF_A_PLACE)
    moved_on = select(func.count()).where(
        col(ImportedPerson.people_import_id) == import_id, or_(later, worked)
    )
    return session.scalar(moved_on) or 0


def only_imported(session: Session, import_id: UUID) -> Sequence[Person]:
    """The people whose account an import made and who have nothing but what it gave them."""
    found: Select[Person] = (
        select(Person)
        .join(ImportedPerson, col(ImportedPerson.person_id) == col(Person.id))
        .where(
            col(ImportedPerson.people_import_id) == import_id,
            col(ImportedPerson.is_new_person),
            ~_has_more(),
        )
    )
    return session.scalars(found).all()


def _has_more() -> ColumnElement[bool]:
    """That something else hangs on a person than what an import gave them."""
    elsewhere = aliased(Enrollment)
    more = [
        exists().where(column == col(Person.id))
        for column in columns_referring("person", besides=_OF_A_NEW_PERSON)
    ]
    other_place = exists().where(
        elsewhere.person_id == col(Person.id),  # type: ignore[arg-type]
        elsewhere.id != col(ImportedPerson.enrollment_id),  # type: ignore[arg-type]
    )
    return or_(other_place, *more)
