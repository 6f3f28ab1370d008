"""Reads of drafts: their units, who leads, seats by institution, and what hangs on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.drafts.calendar.rules import PlannedUnit
from app.cohorts.models import (
    CaseSession,
    Cohort,
    ContentMove,
    Enrollment,
    InstitutionSeats,
    SessionPart,
    Unit,
)
from app.cohorts.planning.queries import units_with_sessions
from app.cohorts.queries import is_published
from app.cohorts.rehearsal.rules import ElsewhereLed
from app.core.db import records
from app.people.enums import Scope
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


@dataclass(frozen=True)
class PartRow:
    """Somebody's part in a session."""

    session_id: UUID
    part: str
    person: Person
    address: str
    institution: str


@dataclass(frozen=True)
class FacilitatorRow:
    """Somebody who can lead sessions of a program, and by which role."""

    person: Person
    address: str
    scope: Scope
    scope_id: UUID | None


@dataclass(frozen=True)
class ShareRow:
    """An institution, its zone, and its seats in a cohort if they are limited."""

    id: UUID
    name: str
    short_name: str
    zone: str
    seats: int | None
    people: int
    """How many have a place in the cohort, in whatever state."""


def planned_units(session: Session, cohort_id: UUID) -> list[PlannedUnit]:
    """The units of a cohort in order, with the wall clock of their sessions."""
    has_module = col(Unit.module_version_id).is_not(None).label("has_module")
    found = units_with_sessions(cohort_id).add_columns(has_module)
    return records(session.execute(found), PlannedUnit)


def units_of(cohort_id: UUID) -> Select[UUID]:
    """The ids of a cohort's units, to be asked for within a statement."""
    return select(col(Unit.id)).where(col(Unit.cohort_id) == cohort_id)


def parts(session: Session, cohort_id: UUID) -> list[PartRow]:
    """Who has a part in which session of a cohort."""
    found: Select[*tuple[Any, ...]] = (
        select(
            col(SessionPart.case_session_id).label("session_id"),
            col(SessionPart.part),
            Person,
            col(EmailAddress.address),
            col(Institution.short_name).label("institution"),
        )
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Person, col(Person.id) == col(SessionPart.person_id))
        .join(EmailAddress, _own_address())
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(Unit.cohort_id) == cohort_id)
        .order_by(col(Unit.position), col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found), PartRow)


def facilitators(session: Session, cohort: Cohort, now: datetime) -> list[FacilitatorRow]:
    """Who is a facilitator of the program, or of any cohort of it, by name; by each such role."""
    found = (
        select(Person, col(EmailAddress.address), col(RoleGrant.scope), col(RoleGrant.scope_id))
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .join(EmailAddress, _own_address())
        .where(
            col(RoleGrant.role) == Role.FACILITATOR,
            grant_holds(now),
            col(Person.disabled_at).is_(None),
            _is_over_program(cohort.program_id),
        )
        .order_by(col(Person.search_name), col(Person.id))
    )
    return records(session.execute(found), FacilitatorRow)


def _is_over_program(program_id: UUID) -> ColumnElement[bool]:
    """That a grant is over a program, over one of its cohorts, or over everything."""
    own = select(col(Cohort.id)).where(col(Cohort.program_id) == program_id)
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    return or_(
        scope == Scope.INSTALLATION,
        and_(scope == Scope.PROGRAM, scope_id == program_id),
        and_(scope == Scope.COHORT, scope_id.in_(own)),
    )


def people_by_address(session: Session, addresses: Collection[str]) -> dict[str, UUID]:
    """Enabled people by these addresses of theirs, in one statement."""
    found = session.execute(
        select(col(EmailAddress.address), col(EmailAddress.person_id))
        .join(Person, col(Person.id) == col(EmailAddress.person_id))
        .where(col(EmailAddress.address).in_(addresses), col(Person.disabled_at).is_(None))
    )
    return {row.address: row.person_id for row in found}


def facilitator_grants(session: Session, cohort_id: UUID, now: datetime) -> Sequence[RoleGrant]:
    """The roles of facilitators over this one cohort."""
    return session.scalars(
        select(RoleGrant).where(
            col(RoleGrant.role) == Role.FACILITATOR,
            col(RoleGrant.scope) == Scope.COHORT,
            col(RoleGrant.scope_id) == cohort_id,
            grant_holds(now),
        )
    ).all()


def shares(session: Session, cohort_id: UUID) -> list[ShareRow]:
    """All institutions by name, with their seats and people in a cohort: one statement."""
    limit = and_(
        col(InstitutionSeats.institution_id) == col(Institution.id),
        col(InstitutionSeats.cohort_id) == cohort_id,
    )
    found = select(
        col(Institution.id),
        col(Institution.name),
        col(Institution.short_name),
        col(Institution.zone),
        col(InstitutionSeats.seats),
        _places_of_institution(cohort_id).label("people"),
    ).outerjoin(InstitutionSeats, limit)
    return records(session.execute(found.order_by(col(Institution.name))), ShareRow)


def _places_of_institution(cohort_id: UUID) -> ScalarSelect[int]:
    own = and_(
        col(Enrollment.cohort_id) == cohort_id,
        col(Enrollment.institution_id) == col(Institution.id),
    )
    counted = select(func.count(col(Enrollment.id))).where(own)
    return counted.correlate(Institution).scalar_subquery()


def led_elsewhere(
    session: Session, cohort_id: UUID, people: Collection[UUID], first: datetime, last: datetime
) -> list[ElsewhereLed]:
    """Sessions of other cohorts that some people lead around these moments."""
    found = session.execute(
        select(Person, Cohort, Unit, CaseSession)
        .join(SessionPart, col(SessionPart.person_id) == col(Person.id))
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
        .where(col(Cohort.id) != cohort_id, col(Person.id).in_(people))
        .where(
            col(CaseSession.canceled_at).is_(None),
            col(CaseSession.starts_at).between(first, last),
        )
        .order_by(col(CaseSession.starts_at), col(Person.search_name))
    )
    return [_elsewhere(row) for row in found]


def _elsewhere(row: Row[*tuple[Any, ...]]) -> ElsewhereLed:
    return ElsewhereLed(
        str(row.Person.id),
        row.Person.display_name,
        row.Cohort.title,
        f"{row.Cohort.unit_label} {row.Unit.position}",
        row.CaseSession.starts_at,
        row.CaseSession.minutes,
    )


def earlier_cohorts(session: Session, program_ids: Collection[UUID]) -> Sequence[Cohort]:
    """The published cohorts of some programs, the newest first."""
    return session.scalars(
        select(Cohort)
        .where(col(Cohort.program_id).in_(program_ids), is_published())
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.slug))
    ).all()


def slugs(session: Session, *, but: UUID | None = None) -> set[str]:
    """The addresses of all cohorts, but one."""
    return set(
        session.scalars(select(col(Cohort.slug)).where(col(Cohort.id) != (but or UUID(int=0))))
    )


def lock_cohort(session: Session, cohort_id: UUID) -> Cohort:
    """Lock a cohort until commit, as it is now: it is published or thrown away once."""
    return session.scalars(_LOCKED.where(col(Cohort.id) == cohort_id)).one()


_LOCKED: Select[Cohort] = select(Cohort).with_for_update().execution_options(populate_existing=True)


def count_places(session: Session, cohort_id: UUID) -> int:
    """How many people have a place in a cohort, in whatever state."""
    return _count(
        session,
        select(func.count(col(Enrollment.id))).where(col(Enrollment.cohort_id) == cohort_id),
    )


def count_moves(session: Session, cohort_id: UUID) -> int:
    """How many texts of a cohort were moved to another version by hand."""
    return _count(
        session,
        select(func.count(col(ContentMove.id)))
        .join(Unit, col(Unit.id) == col(ContentMove.unit_id))
        .where(col(Unit.cohort_id) == cohort_id),
    )


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalar(statement) or 0


def _own_address() -> ColumnElement[bool]:
    return and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
