"""Reads of the people of a cohort: who learns, teaches, came as a guest or coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, select, union
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.helpers.queries import reaches
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.people.introductions.models import Introduction
from app.people.introductions.queries import told_in
from app.people.introductions.rules import Told
from app.people.models import EmailAddress, Institution, Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role


@dataclass(frozen=True)
class Member:
    """Somebody of a cohort: in what they take part, and what they tell of themselves."""

    person: Person
    institution: Institution
    told: Told
    address: str | None
    """Where mail reaches them; shown only where they chose so."""
    coordinates: bool
    facilitates: bool
    is_guest: bool
    """Whether they have a part in a session."""


def members_of(session: Session, cohort: Cohort, now: datetime) -> list[Member]:
    """Everybody of a cohort, by family name: one statement. Who left or is disabled is nobody."""
    found = session.execute(_members(cohort, now))
    return [
        Member(
            row.Person,
            row.Institution,
            told_in(row.Introduction),
            row.address,
            bool(row.coordinates),
            bool(row.facilitates),
            bool(row.is_guest),
        )
        for row in found
    ]


def _members(cohort: Cohort, now: datetime) -> Select[*tuple[Any, ...]]:
    own_address = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    return (
        select(
            Person,
            Institution,
            Introduction,
            col(EmailAddress.address),
            holds(Role.COORDINATOR, cohort, now).label("coordinates"),
            holds(Role.FACILITATOR, cohort, now).label("facilitates"),
            col(Person.id).in_(_guests(cohort.id)).label("is_guest"),
        )
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .outerjoin(Introduction, col(Introduction.person_id) == col(Person.id))
        .outerjoin(EmailAddress, own_address)
        .where(col(Person.id).in_(_all_of(cohort, now)), col(Person.disabled_at).is_(None))
        .order_by(col(Person.search_name), col(Person.id))
    )


def _all_of(cohort: Cohort, now: datetime) -> Any:
    enrolled = select(col(Enrollment.person_id)).where(
        col(Enrollment.cohort_id) == cohort.id, is_enrolled()
    )
    staff = select(col(RoleGrant.person_id)).where(
        *_granted([Role.FACILITATOR, Role.COORDINATOR], cohort, now)
    )
    return union(enrolled, staff, _guests(cohort.id))


def _guests(cohort_id: UUID) -> Select[UUID]:
    return (
        select(col(SessionPart.person_id))
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort_id)
    )


def holds(role: Role, cohort: Cohort, now: datetime) -> ColumnElement[bool]:
    """That the person of a row holds a role over a cohort."""
    own = col(RoleGrant.person_id) == col(Person.id)
    return exists().where(own, *_granted([role], cohort, now))


def _granted(roles: Sequence[Role], cohort: Cohort, now: datetime) -> list[ColumnElement[bool]]:
    over = reaches(cohort.program_id, cohort.id)
    return [col(RoleGrant.role).in_(roles), over, grant_holds(now)]


def has_part_in_cohort(session: Session, cohort_id: UUID, person_id: UUID) -> bool:
    """Whether somebody has a part in any session of a cohort."""
    part = exists().where(
        col(SessionPart.person_id) == person_id,
        col(CaseSession.id) == col(SessionPart.case_session_id),
        col(Unit.id) == col(CaseSession.unit_id),
        col(Unit.cohort_id) == cohort_id,
    )
    return bool(session.scalar(select(part)))
