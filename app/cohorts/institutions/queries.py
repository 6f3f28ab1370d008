"""Reads for an institution lead; each names the institutions it is about."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.institutions.models import CohortSnapshot
from app.cohorts.institutions.own.rules import InstitutionMember, OwnCohort
from app.cohorts.institutions.rules import Numbers, Snapshot
from app.cohorts.models import CaseSession, Cohort, Enrollment, PolicyVersion, Program, Unit
from app.cohorts.queries import NEWEST_POLICY, is_published
from app.core.db import plain_rows
from app.language.names import list_name
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Institution, Person


def institution_names(session: Session, institution_ids: Collection[UUID]) -> list[str]:
    """Their names, in order."""
    names = select(col(Institution.name)).where(col(Institution.id).in_(institution_ids))
    return list(session.scalars(names.order_by(col(Institution.name))))


def cohorts_with(session: Session, institution_ids: Collection[UUID]) -> list[OwnCohort]:
    """The cohorts in which they have people, the last to close first: one statement."""
    own = (
        select(col(Enrollment.cohort_id), func.count().label("people"))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(is_enrolled(), col(Person.institution_id).in_(institution_ids))
        .group_by(col(Enrollment.cohort_id))
        .subquery()
    )
    rows = session.execute(
        select(Cohort, Program, PolicyVersion, own.c.people, _BEGINS_AT, _LAST_AT)
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .join(own, own.c.cohort_id == col(Cohort.id))
        .where(NEWEST_POLICY, is_published())
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )
    return [_own_cohort(row) for row in rows]


_BEGINS_AT = (
    select(func.min(col(Unit.opens_at)))
    .where(col(Unit.cohort_id) == col(Cohort.id))
    .scalar_subquery()
    .label("begins_at")
)
_LAST_AT = (
    select(func.max(col(CaseSession.starts_at)))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .where(col(Unit.cohort_id) == col(Cohort.id), col(CaseSession.canceled_at).is_(None))
    .scalar_subquery()
    .label("last_at")
)


def _own_cohort(row: Row[*tuple[Any, ...]]) -> OwnCohort:
    here = _context(row.Cohort, row.Program, row.PolicyVersion)
    return OwnCohort(here, row.people, row.begins_at, row.last_at)


def _context(cohort: Cohort, program: Program, version: PolicyVersion) -> CohortContext:
    return CohortContext(cohort, program, version, PolicyData.model_validate(version.data))


class OwnPerson(NamedTuple):
    """Somebody of theirs, and where mail reaches them."""

    person: Person
    address: str


def enrolled(
    session: Session, cohort_id: UUID, institution_ids: Collection[UUID]
) -> dict[UUID, OwnPerson]:
    """Their people in a cohort, by enrollment."""
    rows = session.execute(
        select(col(Enrollment.id), Person, col(EmailAddress.address))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
        .where(
            col(EmailAddress.is_primary),
            col(Enrollment.cohort_id) == cohort_id,
            is_enrolled(),
            col(Person.institution_id).in_(institution_ids),
        )
    )
    return {row.id: OwnPerson(row.Person, row.address) for row in rows}


def members(session: Session, institution_ids: Collection[UUID]) -> list[InstitutionMember]:
    """Everybody who belongs to them and can sign in, with their cohorts: two statements."""
    asked = {"institution_ids": list(institution_ids)}
    cohorts: defaultdict[UUID, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in plain_rows(session, _COHORTS_OF_MEMBERS, asked):
        cohorts[row.person_id].append(row)
    rows = plain_rows(session, _MEMBERS, asked)
    return [_member(row, cohorts.get(row.id, ())) for row in rows]


_OF_THEM = col(Person.institution_id).in_(bindparam("institution_ids", expanding=True))
_MEMBERS: Select[*tuple[Any, ...]] = (
    select(
        col(Person.id),
        col(Person.family_name),
        col(Person.given_name),
        col(Person.search_name),
        col(Person.department),
        col(EmailAddress.address),
    )
    .join(EmailAddress, col(EmailAddress.person_id) == col(Person.id))
    .where(_OF_THEM, col(Person.disabled_at).is_(None), col(EmailAddress.is_primary))
)
_COHORTS_OF_MEMBERS: Select[*tuple[Any, ...]] = (
    select(col(Enrollment.person_id), col(Cohort.title), col(Cohort.closes_at))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .where(_OF_THEM, is_enrolled(), is_published())
    .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
)
"""The newest first."""


def _member(
    person: Row[*tuple[Any, ...]], cohorts: Sequence[Row[*tuple[Any, ...]]]
) -> InstitutionMember:
    return InstitutionMember(
        family_name=person.family_name,
        given_name=person.given_name,
        search_name=person.search_name,
        name=list_name(person.given_name, person.family_name),
        address=person.address,
        department=person.department,
        cohorts=tuple(cohort.title for cohort in cohorts),
        newest=cohorts[0].closes_at.isoformat() if cohorts else "",
    )


def snapshots(session: Session, cohort_id: UUID) -> list[Snapshot]:
    """The numbers that were kept of a cohort, the oldest first; merged institutions as one.

    Two statements.
    """
    kept = select(CohortSnapshot).where(col(CohortSnapshot.cohort_id) == cohort_id)
    became = select(col(Institution.id), col(Institution.merged_into_id)).where(
        col(Institution.merged_into_id).is_not(None)
    )
    into = {row.id: row.merged_into_id for row in session.execute(became)}
    found = session.scalars(kept.order_by(col(CohortSnapshot.taken_at)))
    return [_snapshot(snapshot, into) for snapshot in found]


def _snapshot(kept: CohortSnapshot, into: Mapping[UUID, UUID]) -> Snapshot:
    of: dict[UUID, Numbers] = {}
    for key, numbers in kept.counts.items():
        id_ = into.get(UUID(key), UUID(key))
        people, complete, *_more = numbers  # at first the seats that were held were kept, too
        before = of.get(id_, Numbers())
        of[id_] = Numbers(before.people + people, before.complete + complete)
    return Snapshot(kept.taken_at, of)


def newest_snapshots(session: Session) -> dict[UUID, CohortSnapshot]:
    """The newest snapshot of each cohort that has one."""
    newer = aliased(CohortSnapshot)
    found = select(CohortSnapshot).where(
        ~exists().where(
            col(newer.cohort_id) == col(CohortSnapshot.cohort_id),
            col(newer.taken_at) > col(CohortSnapshot.taken_at),
        )
    )
    return {snapshot.cohort_id: snapshot for snapshot in session.scalars(found)}


def published_cohorts(session: Session) -> list[CohortContext]:
    """Every cohort that is no draft, with its newest policy."""
    rows = session.execute(
        select(Cohort, Program, PolicyVersion)
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(NEWEST_POLICY, is_published())
        .order_by(col(Cohort.id))
    )
    return [_context(cohort, program, version) for cohort, program, version in rows]
