"""Reads for people by file: who and what is known, what waits, and what rests on an import."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, defer
from sqlmodel import SQLModel, col

from app.cohorts.admission.queries import line
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import Seats
from app.cohorts.intake.columns import compared
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import Here, KnownInstitution, KnownPerson
from app.cohorts.intake.models import ColumnMeaning, ImportedPerson, PeopleImport
from app.cohorts.models import Cohort, Enrollment
from app.people.models import EmailAddress, Institution, Person

_OF_A_PLACE = frozenset({"enrollment_event", "imported_person"})
_OF_A_NEW_PERSON = frozenset({"enrollment", "email_address", "imported_person"})
"""Tables whose rows refer to whoever was only imported."""


def here(session: Session, cohort: Cohort, *, by: UUID | None, seats: Seats | None = None) -> Here:
    """All that a plan has to know: six statements. `seats`: those that were locked."""
    institutions = [
        KnownInstitution(known.id, known.name, known.short_name, known.zone)
        for known in session.scalars(select(Institution).order_by(col(Institution.name)))
    ]
    return Here(
        cohort=cohort.title,
        people=_people(session, cohort.id),
        institutions=institutions,
        spellings=_spellings(institutions),
        seats=seats or places.seats(session, cohort.id),
        waiting=len(line(session, cohort.id)),
        by=by,
    )


def _spellings(institutions: Iterable[KnownInstitution]) -> dict[str, UUID]:
    """By each name that only one has."""
    found: dict[str, set[UUID]] = {}
    for known in institutions:
        for name in (known.name, known.short_name):
            found.setdefault(compared(name), set()).add(known.id)
    return {name: min(ids) for name, ids in found.items() if name and len(ids) == 1}


def _people(session: Session, cohort_id: UUID) -> list[KnownPerson]:
    """Everybody in the installation: whose names are alike, no statement can say."""
    addresses: dict[UUID, list[str]] = {}
    for row in session.execute(
        select(col(EmailAddress.person_id), col(EmailAddress.address)).order_by(
            col(EmailAddress.is_primary).desc(), col(EmailAddress.address)
        )
    ):
        addresses.setdefault(row.person_id, []).append(row.address)
    own = and_(col(Enrollment.person_id) == col(Person.id), col(Enrollment.cohort_id) == cohort_id)
    found: Select[*tuple[Any, ...]] = select(
        col(Person.id),
        col(Person.given_name),
        col(Person.family_name),
        col(Person.degrees),
        col(Person.institution_id),
        col(Person.disabled_at).is_not(None).label("is_disabled"),
        col(Enrollment.status),
        col(Enrollment.institution_id).label("seat_institution_id"),
    ).outerjoin(Enrollment, own)
    default = KnownPerson.status
    return [
        KnownPerson(
            row.id,
            row.given_name,
            row.family_name,
            row.degrees,
            row.institution_id,
            row.is_disabled,
            row.status or default,
            row.seat_institution_id,
            tuple(addresses.get(row.id, ())),
        )
        for row in session.execute(found)
    ]


def remembered(session: Session, program_id: UUID) -> Mapping[str, Meaning]:
    """What was said about headers in files of a program."""
    said = select(ColumnMeaning).where(col(ColumnMeaning.program_id) == program_id)
    return {meaning.header: meaning.meaning for meaning in session.scalars(said)}


def columns_said(session: Session, program_id: UUID) -> dict[str, ColumnMeaning]:
    """The same as rows, by header."""
    said = select(ColumnMeaning).where(col(ColumnMeaning.program_id) == program_id)
    return {meaning.header: meaning for meaning in session.scalars(said)}


def imports_of(session: Session, cohort_id: UUID) -> Sequence[PeopleImport]:
    """The files of a cohort without their rows, the newest first."""
    return session.scalars(
        select(PeopleImport)
        .options(defer(PeopleImport.rows, raiseload=True))  # type: ignore[arg-type]
        .where(col(PeopleImport.cohort_id) == cohort_id)
        .order_by(col(PeopleImport.sent_at).desc(), col(PeopleImport.id))
    ).all()


def lock_import(session: Session, import_id: UUID) -> PeopleImport | None:
    """A file as it is now, locked until commit; None if it was thrown away."""
    return session.scalar(
        select(PeopleImport)
        .where(col(PeopleImport.id) == import_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def is_old(before: datetime) -> ColumnElement[bool]:
    """That a file was sent before that moment and never applied."""
    return and_(col(PeopleImport.applied_at).is_(None), col(PeopleImport.sent_at) < before)


def has_old_import(session: Session, before: datetime) -> bool:
    """Whether any file waits since before that moment."""
    return bool(session.scalar(select(exists().where(is_old(before)))))


def institutions(session: Session, ids: Collection[UUID]) -> Sequence[Institution]:
    """Institutions by their ids."""
    return session.scalars(select(Institution).where(col(Institution.id).in_(ids))).all()


def enrollment_ids(session: Session, import_id: UUID) -> Sequence[UUID]:
    """The places that a file gave people."""
    own = col(ImportedPerson.people_import_id) == import_id
    return session.scalars(select(col(ImportedPerson.enrollment_id)).where(own)).all()


@dataclass(frozen=True)
class Imported:
    """Somebody whom a file brought in."""

    imported_person: ImportedPerson
    person: Person


def imported(session: Session, import_id: UUID) -> list[Imported]:
    """Whom a file brought in, in its order."""
    rows = session.execute(
        select(ImportedPerson, Person)
        .join(Person, col(Person.id) == col(ImportedPerson.person_id))
        .where(col(ImportedPerson.people_import_id) == import_id)
        .order_by(col(ImportedPerson.line))
    )
    return [Imported(row.ImportedPerson, row.Person) for row in rows]


def count_moved_on(session: Session, import_id: UUID) -> int:
    """How many of an import have worked, answered, or had something else happen to their place."""
    later = exists().where(
        col(EnrollmentEvent.enrollment_id) == col(ImportedPerson.enrollment_id),
        col(EnrollmentEvent.number) > col(ImportedPerson.event_number),
    )
    worked = [
        exists().where(column == col(ImportedPerson.enrollment_id))
        for column in _referring("enrollment", _OF_A_PLACE)
    ]
    moved_on = select(func.count()).where(
        col(ImportedPerson.people_import_id) == import_id, or_(later, *worked)
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
        for column in _referring("person", _OF_A_NEW_PERSON)
    ]
    other_place = exists().where(
        elsewhere.person_id == col(Person.id),  # type: ignore[arg-type]
        elsewhere.id != col(ImportedPerson.enrollment_id),  # type: ignore[arg-type]
    )
    return or_(other_place, *more)


def _referring(to: str, besides: frozenset[str]) -> list[ColumnElement[UUID]]:
    """Every column that refers to a table: what hangs on its rows, whatever package it is of."""
    tables: Iterable[Table] = SQLModel.metadata.sorted_tables
    return [
        key.parent
        for table in tables
        if table.name not in besides
        for key in table.foreign_keys
        if key.column.table.name == to
    ]
