"""The list of people, as far as a role over cohorts reaches."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.people.queries import Seen, reached_ids, seen, seen_grant
from app.cohorts.queries import reached
from app.core.db import records
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.people.queries import grant_holds, is_found
from app.people.roles import Reach
from app.policy.table import Role


@dataclass(frozen=True)
class Narrowed:
    """What a list of people is narrowed to; empty: not narrowed."""

    words: tuple[str, ...] = ()
    """Each must occur in the name or in one of the addresses."""
    cohort_id: UUID | None = None
    institution_id: UUID | None = None
    status: EnrollmentStatus | None = None
    role: Role | None = None


@dataclass(frozen=True)
class PersonFound:
    """One person of a list."""

    person: Person
    institution: str
    address: str | None


@dataclass(frozen=True)
class PlaceHeld:
    """A place of somebody in a cohort."""

    person_id: UUID
    status: EnrollmentStatus
    title: str
    slug: str


def _listed(
    far: Seen, narrowed: Narrowed, now: datetime, *, all_: bool = False
) -> ColumnElement[bool]:
    """That a person is on the list as it was narrowed; of two merged records one is.

    `all_`: the whole list is read.
    """
    conditions = [col(Person.merged_into_id).is_(None), seen(far, now, all_=all_)]
    conditions += [is_found(word) for word in narrowed.words]
    if narrowed.institution_id is not None:
        conditions.append(col(Person.institution_id) == narrowed.institution_id)
    if narrowed.cohort_id is not None or narrowed.status is not None:
        conditions.append(col(Person.id).in_(_placed(far.cohorts, narrowed)))
    if narrowed.role is not None:
        holds = (col(RoleGrant.role) == narrowed.role, grant_holds(now), seen_grant(far))
        conditions.append(col(Person.id).in_(select(col(RoleGrant.person_id)).where(*holds)))
    return and_(*conditions)


def _placed(reach: Reach, narrowed: Narrowed) -> Select[UUID]:
    found = select(col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id).in_(reached_ids(reach, col(Cohort.id)))
    )
    if narrowed.cohort_id is not None:
        found = found.where(col(Enrollment.cohort_id) == narrowed.cohort_id)
    if narrowed.status is not None:
        found = found.where(col(Enrollment.status) == narrowed.status)
    return found


def count_people(session: Session, far: Seen, narrowed: Narrowed, now: datetime) -> int:
    """How many people are on a list."""
    listed = _listed(far, narrowed, now, all_=True)
    return session.scalar(select(func.count()).select_from(Person).where(listed)) or 0


_INSTITUTION = (
    select(col(Institution.short_name))
    .where(col(Institution.id) == col(Person.institution_id))
    .correlate(Person)
    .scalar_subquery()
)


_ADDRESS = (
    select(col(EmailAddress.address))
    .where(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    .correlate(Person)
    .scalar_subquery()
)
"""Looked up for the rows that are shown: a join would have the whole list sorted first."""


SORTS: Mapping[str, Any] = {
    "name": col(Person.search_name),
    "institution": func.lower(_INSTITUTION),
}
"""What people can be sorted by; those with the same value stay in the order of names."""


def people(
    session: Session,
    far: Seen,
    narrowed: Narrowed,
    now: datetime,
    *,
    sort: str,
    limit: int | None = None,
    offset: int = 0,
) -> list[PersonFound]:
    """A part of a list of people. `sort`: one of `SORTS`, with a minus sign the other way round."""
    found: Select[*tuple[Any, ...]] = (
        select(Person, _INSTITUTION.label("institution"), _ADDRESS.label("address"))
        .where(_listed(far, narrowed, now))
        .order_by(_order(sort), col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found.limit(limit).offset(offset)), PersonFound)


def _order(sort: str) -> ColumnElement[Any]:
    by: ColumnElement[Any] = SORTS[sort.removeprefix("-")]
    return by.desc() if sort.startswith("-") else by


def places_held(
    session: Session, reach: Reach, people: Collection[UUID] | None
) -> dict[UUID, list[PlaceHeld]]:
    """The places of people within reach, the newest cohort first. `people`: None for everybody."""
    found = _places(reach)
    if people is not None:
        found = found.where(col(Enrollment.person_id).in_(people))
    held: dict[UUID, list[PlaceHeld]] = {}
    for place in records(session.execute(found), PlaceHeld):
        held.setdefault(place.person_id, []).append(place)
    return held


def _places(reach: Reach) -> Select[*tuple[Any, ...]]:
    return (
        select(
            col(Enrollment.person_id),
            col(Enrollment.status),
            col(Cohort.title),
            col(Cohort.slug),
        )
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .where(reached(reach), col(Enrollment.status) != EnrollmentStatus.NONE)
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )


def roles_held(
    session: Session, far: Seen, people: Collection[UUID] | None, now: datetime
) -> dict[UUID, frozenset[Role]]:
    """The roles that people hold now, as far as they are seen. `people`: None for everybody."""
    found = select(col(RoleGrant.person_id), col(RoleGrant.role)).where(
        grant_holds(now), seen_grant(far)
    )
    if people is not None:
        found = found.where(col(RoleGrant.person_id).in_(people))
    held: dict[UUID, set[Role]] = {}
    for row in session.execute(found):
        held.setdefault(row.person_id, set()).add(row.role)
    return {person_id: frozenset(roles) for person_id, roles in held.items()}
