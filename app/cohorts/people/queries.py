"""How far a role over cohorts reaches people, and what two records of one person have in common.

A coordinator reaches who has a place in a cohort of hers, whatever became of it, and who is staff
there. Everything here is kept to the cohorts within reach: of others nothing is told, not even that
they exist.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Mapped, Session, aliased
from sqlmodel import col

from app.cohorts.models import (
    CaseSession,
    Cohort,
    Enrollment,
    SessionPart,
    Unit,
)
from app.cohorts.queries import reached
from app.cohorts.teaching.models import Teaching
from app.people.enums import Scope
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.people.roles import Reach
from app.policy.table import Role

STAFF = (Role.FACILITATOR, Role.COORDINATOR)


@dataclass(frozen=True)
class Seen:
    """How far somebody sees people: by cohorts, or everybody's identity."""

    cohorts: Reach
    everybody: bool
    """An administrator: who people are, and nothing of what they learn."""


def reaches_person(reach: Reach, now: datetime, *, all_: bool = False) -> ColumnElement[bool]:
    """That a person has a place in a cohort within reach, or is staff of one.

    Asked of each person by an index, so that a page of a long list reads no more than it shows;
    the few who are staff are looked up once. `all_`: for who reads the whole list, all places are.
    """
    places = select(col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id).in_(reached_ids(reach, col(Cohort.id)))
    )
    own = places.where(col(Enrollment.person_id) == col(Person.id)).correlate(Person).exists()
    placed = col(Person.id).in_(places) if all_ else own
    staff = select(col(RoleGrant.person_id)).where(_staff_of(reach), grant_holds(now))
    return or_(placed, col(Person.id).in_(_leading(reach)), col(Person.id).in_(staff))


def _leading(reach: Reach) -> Select[UUID]:
    """Who has a part in a session of a cohort within reach."""
    return (
        select(col(SessionPart.person_id))
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id).in_(reached_ids(reach, col(Cohort.id))))
    )


def _staff_of(reach: Reach) -> ColumnElement[bool]:
    """That a grant makes somebody staff of a cohort within reach."""
    return and_(
        col(RoleGrant.role).in_(STAFF),
        _has_any(reach),
        or_(col(RoleGrant.scope) == Scope.INSTALLATION, _over(reach)),
    )


def _has_any(reach: Reach) -> ColumnElement[bool]:
    return reached_ids(reach, col(Cohort.id)).exists()


def reached_ids(reach: Reach, column: Mapped[UUID]) -> Select[UUID]:
    """Ids of the cohorts within reach, whatever else a select is of."""
    return select(column).where(reached(reach)).correlate(None)


def _over(reach: Reach) -> ColumnElement[bool]:
    """That a grant is over a cohort or a program within reach, also one without cohorts so far."""
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    cohort = scope_id.in_(reached_ids(reach, col(Cohort.id)))
    program = scope_id.in_(reached_ids(reach, col(Cohort.program_id)))
    return or_(
        and_(scope == Scope.COHORT, cohort),
        and_(scope == Scope.PROGRAM, or_(program, scope_id.in_(reach.programs))),
    )


def reaches(session: Session, reach: Reach, person_ids: Collection[UUID], now: datetime) -> bool:
    """Whether all of these people are within reach."""
    wanted = set(person_ids)
    found = select(func.count()).where(col(Person.id).in_(wanted), reaches_person(reach, now))
    return session.scalar(found) == len(wanted)


def seen(far: Seen, now: datetime, *, all_: bool = False) -> ColumnElement[bool]:
    """That a person is seen at all. `all_`: asked of everybody there is."""
    return true() if far.everybody else reaches_person(far.cohorts, now, all_=all_)


def seen_among(
    session: Session, far: Seen, person_ids: Collection[UUID], now: datetime
) -> frozenset[UUID]:
    """Those of these people who are seen: one statement."""
    found = select(col(Person.id)).where(col(Person.id).in_(set(person_ids)), seen(far, now))
    return frozenset(session.scalars(found))


def seen_grant(far: Seen) -> ColumnElement[bool]:
    """That a grant is one of the roles that are seen: over what is within reach, and leads."""
    if far.everybody:
        return true()
    over_all = and_(
        col(RoleGrant.scope) == Scope.INSTALLATION,
        col(RoleGrant.role).in_(STAFF),
        _has_any(far.cohorts),
    )
    return or_(_over(far.cohorts), over_all, col(RoleGrant.role) == Role.LEAD)


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
    """The cohorts, by title, in which both have a place, whatever became of it.

    Also those in which both were certified to have led sessions.
    """
    return session.scalars(
        select(col(Cohort.title))
        .where(or_(*(_both_in(place, keep, merge) for place in (Enrollment, Teaching))))
        .order_by(col(Cohort.title))
    ).all()


def _both_in(place: Any, keep: UUID, merge: UUID) -> ColumnElement[bool]:
    """That both have a row of this kind in the cohort."""
    one, other = aliased(place), aliased(place)
    return and_(
        exists().where(one.cohort_id == col(Cohort.id), one.person_id == keep),
        exists().where(other.cohort_id == col(Cohort.id), other.person_id == merge),
    )


def hangs_beyond(
    session: Session, reach: Reach, person_ids: Collection[UUID], now: datetime
) -> bool:
    """Whether one of these people holds a role, was disabled, or has a place out of reach."""
    roles = exists().where(col(RoleGrant.person_id).in_(person_ids), grant_holds(now))
    disabled = exists().where(col(Person.id).in_(person_ids), col(Person.disabled_at).is_not(None))
    outside = exists().where(
        col(Enrollment.person_id).in_(person_ids),
        col(Enrollment.cohort_id).not_in(reached_ids(reach, col(Cohort.id))),
    )
    return bool(session.scalar(select(or_(roles, disabled, outside))))
