"""Reads of people as far as a role over cohorts reaches: lists, places, roles, what happened.

A coordinator reaches who has a place in a cohort of hers, whatever became of it, and who is staff
there. Everything here is kept to the cohorts within reach: of others nothing is told, not even that
they exist.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Mapped, Session, aliased
from sqlmodel import col

from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import (
    CaseSession,
    Cohort,
    Enrollment,
    PolicyVersion,
    Program,
    SessionPart,
    Unit,
)
from app.cohorts.queries import NEWEST_POLICY, reached
from app.core.db import records
from app.packs.schema import PolicyData
from app.people.enums import Scope
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.people.queries import grant_holds, is_found
from app.people.roles import Reach
from app.policy.table import Role

STAFF = (Role.FACILITATOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Seen:
    """How far somebody sees people: by cohorts, or everybody's identity."""

    cohorts: Reach
    everybody: bool
    """An administrator: who people are, and nothing of what they learn."""


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


@dataclass(frozen=True)
class RoleHeld:
    """A role of somebody, and over what, by name."""

    grant: RoleGrant
    over: str | None
    """The program, cohort or institution; None: the installation."""


def reaches_person(reach: Reach, now: datetime) -> ColumnElement[bool]:
    """That a person has a place in a cohort within reach, or is staff of one.

    Asked of each person by an index, so that a page of a long list reads no more than it shows;
    the few who are staff are looked up once.
    """
    placed = (
        select(col(Enrollment.id))
        .where(
            col(Enrollment.person_id) == col(Person.id),
            col(Enrollment.cohort_id).in_(_reached_ids(reach, col(Cohort.id))),
        )
        .correlate(Person)
        .exists()
    )
    led = (
        select(col(SessionPart.person_id))
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id).in_(_reached_ids(reach, col(Cohort.id))))
    )
    staff = select(col(RoleGrant.person_id)).where(_staff_of(reach), grant_holds(now))
    return or_(placed, col(Person.id).in_(led), col(Person.id).in_(staff))


def _staff_of(reach: Reach) -> ColumnElement[bool]:
    """That a grant makes somebody staff of a cohort within reach."""
    return and_(
        col(RoleGrant.role).in_(STAFF),
        _has_any(reach),
        or_(col(RoleGrant.scope) == Scope.INSTALLATION, _over(reach)),
    )


def _has_any(reach: Reach) -> ColumnElement[bool]:
    return _reached_ids(reach, col(Cohort.id)).exists()


def _reached_ids(reach: Reach, column: Mapped[UUID]) -> Select[UUID]:
    """Ids of the cohorts within reach, whatever else a select is of."""
    return select(column).where(reached(reach)).correlate(None)


def _over(reach: Reach) -> ColumnElement[bool]:
    """That a grant is over a cohort or a program within reach, also one without cohorts so far."""
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    cohort = scope_id.in_(_reached_ids(reach, col(Cohort.id)))
    program = scope_id.in_(_reached_ids(reach, col(Cohort.program_id)))
    return or_(
        and_(scope == Scope.COHORT, cohort),
        and_(scope == Scope.PROGRAM, or_(program, scope_id.in_(reach.programs))),
    )


def reaches(session: Session, reach: Reach, person_ids: Collection[UUID], now: datetime) -> bool:
    """Whether all of these people are within reach."""
    wanted = set(person_ids)
    found = select(func.count()).where(col(Person.id).in_(wanted), reaches_person(reach, now))
    return session.scalar(found) == len(wanted)


def seen(far: Seen, now: datetime) -> ColumnElement[bool]:
    """That a person is seen at all."""
    return true() if far.everybody else reaches_person(far.cohorts, now)


def _listed(far: Seen, narrowed: Narrowed, now: datetime) -> ColumnElement[bool]:
    """That a person is on the list as it was narrowed; of two merged records one is."""
    conditions = [col(Person.merged_into_id).is_(None), seen(far, now)]
    conditions += [is_found(word) for word in narrowed.words]
    if narrowed.institution_id is not None:
        conditions.append(col(Person.institution_id) == narrowed.institution_id)
    if narrowed.cohort_id is not None or narrowed.status is not None:
        conditions.append(col(Person.id).in_(_placed(far.cohorts, narrowed)))
    if narrowed.role is not None:
        holds = (col(RoleGrant.role) == narrowed.role, grant_holds(now), _seen_grant(far))
        conditions.append(col(Person.id).in_(select(col(RoleGrant.person_id)).where(*holds)))
    return and_(*conditions)


def _placed(reach: Reach, narrowed: Narrowed) -> Select[UUID]:
    found = select(col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id).in_(_reached_ids(reach, col(Cohort.id)))
    )
    if narrowed.cohort_id is not None:
        found = found.where(col(Enrollment.cohort_id) == narrowed.cohort_id)
    if narrowed.status is not None:
        found = found.where(col(Enrollment.status) == narrowed.status)
    return found


def count_people(session: Session, far: Seen, narrowed: Narrowed, now: datetime) -> int:
    """How many people are on a list."""
    count = select(func.count()).select_from(Person).where(_listed(far, narrowed, now))
    return session.scalar(count) or 0


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
    by = SORTS[sort.removeprefix("-")]
    found: Select[*tuple[Any, ...]] = (
        select(Person, _INSTITUTION.label("institution"), _ADDRESS.label("address"))
        .where(_listed(far, narrowed, now))
        .order_by(
            by.desc() if sort.startswith("-") else by, col(Person.search_name), col(Person.id)
        )
    )
    return records(session.execute(found.limit(limit).offset(offset)), PersonFound)


def places_held(
    session: Session, reach: Reach, people: Collection[UUID] | None
) -> dict[UUID, list[PlaceHeld]]:
    """The places of people within reach, the newest cohort first. `people`: None for everybody."""
    found = (
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
    if people is not None:
        found = found.where(col(Enrollment.person_id).in_(people))
    held: dict[UUID, list[PlaceHeld]] = {}
    for place in records(session.execute(found), PlaceHeld):
        held.setdefault(place.person_id, []).append(place)
    return held


def roles_held(
    session: Session, far: Seen, people: Collection[UUID] | None, now: datetime
) -> dict[UUID, frozenset[Role]]:
    """The roles that people hold now, as far as they are seen. `people`: None for everybody."""
    found = select(col(RoleGrant.person_id), col(RoleGrant.role)).where(
        grant_holds(now), _seen_grant(far)
    )
    if people is not None:
        found = found.where(col(RoleGrant.person_id).in_(people))
    held: dict[UUID, set[Role]] = {}
    for row in session.execute(found):
        held.setdefault(row.person_id, set()).add(row.role)
    return {person_id: frozenset(roles) for person_id, roles in held.items()}


def _seen_grant(far: Seen) -> ColumnElement[bool]:
    """That a grant is one of the roles that are seen: over what is within reach, and leads."""
    if far.everybody:
        return true()
    over_all = and_(
        col(RoleGrant.scope) == Scope.INSTALLATION,
        col(RoleGrant.role).in_(STAFF),
        _has_any(far.cohorts),
    )
    return or_(_over(far.cohorts), over_all, col(RoleGrant.role) == Role.LEAD)


def grants_of(session: Session, far: Seen, person_id: UUID) -> list[RoleHeld]:
    """Every role that somebody was ever given, as far as it is seen, the newest first."""
    over = func.coalesce(col(Program.title), col(Cohort.title), col(Institution.short_name))
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    found = (
        select(RoleGrant, over)
        .outerjoin(Program, and_(scope == Scope.PROGRAM, scope_id == col(Program.id)))
        .outerjoin(Cohort, and_(scope == Scope.COHORT, scope_id == col(Cohort.id)))
        .outerjoin(Institution, and_(scope == Scope.INSTITUTION, scope_id == col(Institution.id)))
        .where(col(RoleGrant.person_id) == person_id, _seen_grant(far))
        .order_by(col(RoleGrant.granted_at).desc(), col(RoleGrant.id))
    )
    return [RoleHeld(grant, name) for grant, name in session.execute(found)]


def places_within(session: Session, reach: Reach, person_id: UUID) -> list[LearnerInCohort]:
    """Somebody's places within reach, the newest cohort first, each with its newest policy."""
    found = (
        select(Enrollment, Cohort, Program, PolicyVersion)
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(col(Enrollment.person_id) == person_id, NEWEST_POLICY, reached(reach))
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    )
    return [
        LearnerInCohort(
            row.Cohort,
            row.Program,
            row.PolicyVersion,
            PolicyData.model_validate(row.PolicyVersion.data),
            row.Enrollment,
        )
        for row in session.execute(found)
    ]


@dataclass(frozen=True)
class PlaceEvent:
    """Something that happened to a place, and the institution it was enrolled from."""

    event: EnrollmentEvent
    cohort: str
    institution: str | None


def events_of(session: Session, enrollment_ids: Collection[UUID]) -> list[PlaceEvent]:
    """Everything that happened to some places, in order."""
    rows = session.execute(
        select(EnrollmentEvent, col(Cohort.title), col(Institution.short_name))
        .join(Enrollment, col(Enrollment.id) == col(EnrollmentEvent.enrollment_id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .outerjoin(Institution, col(Institution.id) == col(EnrollmentEvent.institution_id))
        .where(col(EnrollmentEvent.enrollment_id).in_(enrollment_ids))
        .order_by(col(EnrollmentEvent.at), col(EnrollmentEvent.number))
    )
    return [PlaceEvent(*row) for row in rows]


def cohorts_within(session: Session, reach: Reach) -> Sequence[Cohort]:
    """The cohorts within reach, the newest first."""
    found = select(Cohort).where(reached(reach))
    return session.scalars(found.order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))).all()


def lock_people(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Lock people until commit, against everything that would refer to them meanwhile."""
    locked = session.scalars(
        select(Person)
        .where(col(Person.id).in_(person_ids))
        .order_by(col(Person.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {person.id: person for person in locked}


def sessions_led(session: Session, person_id: UUID) -> Sequence[UUID]:
    """The sessions in which somebody has a part."""
    led = select(col(SessionPart.case_session_id)).where(col(SessionPart.person_id) == person_id)
    return session.scalars(led).all()


def shared_cohorts(session: Session, keep: UUID, merge: UUID) -> Sequence[str]:
    """The cohorts, by title, in which both have a place, whatever became of it."""
    other = aliased(Enrollment)
    return session.scalars(
        select(col(Cohort.title))
        .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
        .join(other, col(other.cohort_id) == col(Cohort.id))
        .where(col(Enrollment.person_id) == keep, col(other.person_id) == merge)
        .order_by(col(Cohort.title))
    ).all()


def hangs_beyond(
    session: Session, reach: Reach, person_ids: Collection[UUID], now: datetime
) -> bool:
    """Whether one of these people holds a role, was disabled, or has a place out of reach."""
    roles = exists().where(col(RoleGrant.person_id).in_(person_ids), grant_holds(now))
    disabled = exists().where(col(Person.id).in_(person_ids), col(Person.disabled_at).is_not(None))
    outside = exists().where(
        col(Enrollment.person_id).in_(person_ids),
        col(Enrollment.cohort_id).not_in(_reached_ids(reach, col(Cohort.id))),
    )
    return bool(session.scalar(select(or_(roles, disabled, outside))))
