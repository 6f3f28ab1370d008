"""Reads for the public page of a cohort, and for whoever puts people into one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.content.models import ContentVersion
from app.core.db import records
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Institution, Person

_TO_JOIN: Select[Cohort, Program, PolicyVersion] = (
    select(Cohort, Program, PolicyVersion)
    .join(Program, col(Program.id) == col(Cohort.program_id))
    .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
    .where(
        col(Cohort.slug) == bindparam("slug"),
        is_published(),
        col(Cohort.archived_at).is_(None),
        NEWEST_POLICY,
    )
)


def cohort_to_join(session: Session, slug: str) -> CohortContext | None:
    """A cohort that is published and not archived, with its program and its newest policy."""
    row = session.execute(_TO_JOIN, {"slug": slug}).first()
    if row is None:
        return None
    policy = PolicyData.model_validate(row.PolicyVersion.data)
    return CohortContext(row.Cohort, row.Program, row.PolicyVersion, policy)


def module_minutes(session: Session, cohort_id: UUID) -> list[int]:
    """How long each module of a cohort takes, by its own numbers."""
    minutes = (
        select(col(ContentVersion.data)["minutes"].as_integer())
        .join(Unit, col(Unit.module_version_id) == col(ContentVersion.id))
        .where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(Unit.position))
    )
    return [number for number in session.scalars(minutes) if number]


def place_of(session: Session, cohort_id: UUID, person_id: UUID) -> Enrollment | None:
    """A person's place in a cohort, as it is read."""
    return session.scalar(
        select(Enrollment).where(
            col(Enrollment.cohort_id) == cohort_id, col(Enrollment.person_id) == person_id
        )
    )


def institutions(session: Session) -> Sequence[Institution]:
    """Every institution, by name."""
    return session.scalars(select(Institution).order_by(col(Institution.name))).all()


@dataclass(frozen=True)
class PlaceInCohort:
    """Somebody who has, or had, a place in a cohort."""

    enrollment: Enrollment
    person: Person
    institution: Institution


def places_beside(
    session: Session, cohort_id: UUID, left_out: Collection[str]
) -> list[PlaceInCohort]:
    """Whose place in a cohort has none of these statuses, by family name."""
    beside = (
        select(Enrollment, Person, Institution)
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(Institution, col(Institution.id) == col(Enrollment.institution_id))
        .where(
            col(Enrollment.cohort_id) == cohort_id, col(Enrollment.status).not_in(sorted(left_out))
        )
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(beside), PlaceInCohort)


@dataclass(frozen=True)
class FoundPerson:
    """Somebody who could be put into a cohort."""

    person: Person
    institution: Institution
    address: str
    enrollment: Enrollment | None
    """Their place in the cohort, whatever holds of it."""


def person_for(session: Session, cohort_id: UUID, person_id: UUID) -> FoundPerson | None:
    """Somebody, with their place in a cohort if they have one."""
    return next(iter(_found(session, cohort_id, col(Person.id) == person_id, 1)), None)


def find_people(session: Session, cohort_id: UUID, words: str, most: int) -> list[FoundPerson]:
    """Whom an address is, or whose name has each of these words; nobody for no words."""
    asked = words.lower().split()
    if not asked:
        return []
    if "@" in words:
        known = select(col(EmailAddress.person_id)).where(col(EmailAddress.address) == asked[0])
        return _found(session, cohort_id, col(Person.id).in_(known), most)
    name = func.lower(col(Person.given_name) + " " + col(Person.family_name))
    every = and_(*(name.contains(word, autoescape=True) for word in asked))
    return _found(session, cohort_id, every, most)


def _found(
    session: Session, cohort_id: UUID, condition: ColumnElement[bool], most: int
) -> list[FoundPerson]:
    here = and_(col(Enrollment.person_id) == col(Person.id), col(Enrollment.cohort_id) == cohort_id)
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    people = (
        select(Person, Institution, col(EmailAddress.address), Enrollment)
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .join(EmailAddress, primary)
        .outerjoin(Enrollment, here)
        .where(condition, col(Person.disabled_at).is_(None))
        .order_by(col(Person.search_name), col(Person.id))
        .limit(most)
    )
    return records(session.execute(people), FoundPerson)


def other_cohorts(session: Session, cohort: Cohort, now: datetime) -> Sequence[Cohort]:
    """The other cohorts of a program that have not closed, the next to close first."""
    return session.scalars(
        select(Cohort)
        .where(
            col(Cohort.program_id) == cohort.program_id,
            col(Cohort.id) != cohort.id,
            col(Cohort.archived_at).is_(None),
            col(Cohort.closes_at) > now,
            is_published(),
        )
        .order_by(col(Cohort.closes_at), col(Cohort.slug))
    ).all()


def institution_names_by_id(session: Session, ids: Collection[UUID | None]) -> dict[UUID, str]:
    """Names of institutions; None is no institution."""
    found = select(Institution).where(col(Institution.id).in_([id_ for id_ in ids if id_]))
    return {institution.id: institution.name for institution in session.scalars(found)}
