"""Reads for people by file: who and what is known, and what waits."""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, String, and_, exists, or_, select, type_coerce
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from app.cohorts.admission.queries import line
from app.cohorts.enrollments import queries as places
from app.cohorts.enrollments.rules import Seats
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.facts import FileRow, Here, KnownInstitution, KnownPerson, Plan
from app.cohorts.intake.models import ColumnMeaning, PeopleImport
from app.cohorts.intake.names import may_be_named
from app.cohorts.intake.planned.rules import plan
from app.cohorts.intake.rules import rows_of
from app.cohorts.models import Cohort, Enrollment
from app.core.db import plain_rows
from app.people.institutions.queries import known, taking_part
from app.people.institutions.rules import Known
from app.people.models import EmailAddress, Institution, Person

FEW = 500
"""Of more rows than this, not even their names are compared: most people may be meant by one."""


def here(
    session: Session,
    cohort: Cohort,
    rows: Sequence[FileRow],
    *,
    by: UUID | None,
    seats: Seats | None = None,
) -> Here:
    """All that a plan of these rows has to know, in as many statements always, less two for many.

    `seats`: those locked.
    """
    institutions = [_known(institution) for institution in taking_part(session)]
    ids, every = {institution.id for institution in institutions}, known(session)
    return Here(
        cohort=cohort.title,
        people=_people(session, cohort.id, rows),
        institutions=institutions,
        spellings=_spellings(every, ids),
        domains={domain: owner for domain, owner in every.domains.items() if owner in ids},
        seats=seats or places.seats(session, cohort.id),
        waiting=len(line(session, cohort.id)),
        by=by,
    )


class PlannedFile(NamedTuple):
    """What becomes of the rows of a file, and what that was planned from."""

    here: Here
    plan: Plan


def planned(
    session: Session,
    cohort: Cohort,
    upload: PeopleImport,
    *,
    by: UUID | None,
    seats: Seats | None = None,
) -> PlannedFile:
    """What becomes of the rows of a file that waits."""
    rows = rows_of(upload)
    known = here(session, cohort, rows, by=by, seats=seats)
    return PlannedFile(known, plan(rows, known, upload.choices))


def _known(institution: Institution) -> KnownInstitution:
    return KnownInstitution(
        institution.id, institution.name, institution.short_name, institution.zone
    )


def _spellings(every: Known, ids: Set[UUID]) -> dict[str, UUID]:
    """By each name that only one has; who left is not among them, since nobody new joins it."""
    names = {name: set(owners) & ids for name, owners in every.names.items()}
    return {name: min(owners) for name, owners in names.items() if name and len(owners) == 1}


def _people(session: Session, cohort_id: UUID, rows: Sequence[FileRow]) -> list[KnownPerson]:
    """Whoever may be meant by one of the rows."""
    meant = None if len(rows) > FEW else _meant(session, rows)
    addresses = _addresses(session, meant)
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
    if meant is not None:
        found = found.where(col(Person.id).in_(meant))
    return [_known_person(row, addresses.get(row.id, ())) for row in session.execute(found)]


def _known_person(row: Row[*tuple[Any, ...]], addresses: Iterable[str]) -> KnownPerson:
    return KnownPerson(
        row.id,
        row.given_name,
        row.family_name,
        row.degrees,
        row.institution_id,
        row.is_disabled,
        row.status or KnownPerson.status,
        row.seat_institution_id,
        tuple(addresses),
    )


def _addresses(session: Session, meant: Collection[UUID] | None) -> dict[UUID, list[str]]:
    """The addresses of these people, or of all; where mail reaches them comes first."""
    reached = select(col(EmailAddress.person_id), col(EmailAddress.address)).order_by(
        col(EmailAddress.is_primary).desc(), col(EmailAddress.address)
    )
    if meant is not None:
        reached = reached.where(col(EmailAddress.person_id).in_(meant))
    addresses: dict[UUID, list[str]] = {}
    for row in session.execute(reached):
        addresses.setdefault(row.person_id, []).append(row.address)
    return addresses


_NAMES = select(type_coerce(col(Person.id), String), col(Person.search_name))


def _meant(session: Session, rows: Sequence[FileRow]) -> set[UUID]:
    """Who has one of the addresses, or a name that may be meant: two statements.

    Whose names are alike, no statement can say, so all names are looked at, but nothing more.
    """
    said = {address for row in rows for address in row.addresses}
    owners = select(col(EmailAddress.person_id)).where(col(EmailAddress.address).in_(said))
    may_be = may_be_named(row.name for row in rows)
    named = [id_ for id_, name in plain_rows(session, _NAMES, {}).all() if may_be(name)]
    return {*session.scalars(owners), *(UUID(str(id_)) for id_ in named)}


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


def has_old_refused(before: datetime) -> ColumnElement[bool]:
    """That a file was applied before that moment and its refused rows are still there."""
    return and_(col(PeopleImport.refused).is_not(None), col(PeopleImport.applied_at) < before)


def has_old_import(session: Session, before: datetime) -> bool:
    """Whether any file waits, or any refused row is kept, since before that moment."""
    old = or_(is_old(before), has_old_refused(before))
    return bool(session.scalar(select(exists().where(old))))


def institutions(session: Session, ids: Collection[UUID]) -> Sequence[Institution]:
    """Institutions by their ids."""
    return session.scalars(select(Institution).where(col(Institution.id).in_(ids))).all()


def institutions_meant(
    session: Session, meant: Collection[UUID | str]
) -> dict[UUID | str, Institution]:
    """Institutions by the ids, or the names, that somebody said."""
    ids = [which for which in meant if isinstance(which, UUID)]
    names = [which for which in meant if isinstance(which, str)]
    found = session.scalars(
        select(Institution).where(
            or_(col(Institution.id).in_(ids), col(Institution.name).in_(names))
        )
    ).all()
    return {known.id if known.id in ids else known.name: known for known in found}
