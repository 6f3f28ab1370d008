"""Reads of whom somebody can ask: the coordinators of their cohorts, and the administrators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published, reached
from app.core.db import records
from app.people.actors import Actor
from app.people.enums import Scope
from app.people.models import EmailAddress, Person, RoleGrant
from app.people.queries import grant_holds
from app.people.roles import reach_of
from app.policy.table import Role

_ADMINISTRATES = col(RoleGrant.role) == Role.ADMINISTRATOR
NO_PLACE = (EnrollmentStatus.NONE, EnrollmentStatus.LAPSED)
"""Who stands like this has nothing to do with the cohort; who was declined may ask why."""


@dataclass(frozen=True)
class CoordinatorRow:
    """A coordinator of one of somebody's cohorts."""

    person: Person
    address: str
    cohort: str
    """Its title."""


@dataclass(frozen=True)
class AdministratorRow:
    """An administrator of the installation."""

    person: Person
    address: str


@dataclass(frozen=True)
class HelperRow:
    """Somebody who can be asked about a cohort."""

    person: Person
    address: str
    coordinates: bool
    """Else they are an administrator."""


@dataclass(frozen=True)
class Helpers:
    """Whom somebody can ask; themselves never."""

    coordinators: list[CoordinatorRow]
    """By name, of each the newest cohort first."""
    administrators: list[AdministratorRow]


def helpers_of(session: Session, actor: Actor, now: datetime) -> Helpers:
    """The coordinators of the cohorts that somebody has to do with, and all administrators.

    Two statements.
    """
    not_themselves = col(Person.id) != actor.person_id
    coordinators = (
        _holders(col(RoleGrant.role) == Role.COORDINATOR, now, col(Cohort.title).label("cohort"))
        .join(Cohort, _granted_over_cohort())
        .where(not_themselves, is_published(), _has_to_do_with(actor, now))
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.title))
    )
    administrators = _holders(_ADMINISTRATES, now).where(not_themselves)
    return Helpers(
        records(session.execute(coordinators), CoordinatorRow),
        records(session.execute(administrators), AdministratorRow),
    )


def helpers_in(session: Session, cohort: Cohort, now: datetime) -> list[HelperRow]:
    """Who coordinates a cohort, and all administrators, by name."""
    coordinates = and_(col(RoleGrant.role) == Role.COORDINATOR, _reaches(cohort))
    is_coordinator = (col(RoleGrant.role) == Role.COORDINATOR).label("coordinates")
    people = _holders(or_(coordinates, _ADMINISTRATES), now, is_coordinator)
    return records(session.execute(people), HelperRow)


def _has_to_do_with(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """That one has, had or waits for a place in a cohort, or facilitates one that is not closed."""
    return or_(_has_place(actor), and_(_facilitates(actor), col(Cohort.closes_at) > now))


def _holders(
    role: ColumnElement[bool], now: datetime, *more: ColumnElement[Any]
) -> Select[*tuple[Any, ...]]:
    """Who holds a grant, with where mail reaches them."""
    own_address = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    return (
        select(Person, col(EmailAddress.address), *more)
        .select_from(RoleGrant)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .join(EmailAddress, own_address)
        .where(
            role,
            grant_holds(now),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Person.search_name), col(Person.id))
    )


def _granted_over_cohort() -> ColumnElement[bool]:
    """That a grant reaches the cohort of a row, as `people/roles.py` says it of a known one."""
    return _reaches(Cohort)


def _reaches(cohort: Cohort | type[Cohort]) -> ColumnElement[bool]:
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    return or_(
        scope == Scope.INSTALLATION,
        and_(scope == Scope.PROGRAM, scope_id == cohort.program_id),
        and_(scope == Scope.COHORT, scope_id == cohort.id),
    )


def _has_place(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        col(Enrollment.cohort_id) == col(Cohort.id),
        col(Enrollment.person_id) == actor.person_id,
        col(Enrollment.status).not_in(NO_PLACE),
    )


def _facilitates(actor: Actor) -> ColumnElement[bool]:
    """That somebody facilitates or coordinates a cohort, or has a part in one of its sessions."""
    has_part = exists().where(
        col(SessionPart.person_id) == actor.person_id,
        col(CaseSession.id) == col(SessionPart.case_session_id),
        col(Unit.id) == col(CaseSession.unit_id),
        col(Unit.cohort_id) == col(Cohort.id),
    )
    reaches = (reach_of(actor, role) for role in (Role.FACILITATOR, Role.COORDINATOR))
    return or_(has_part, *map(reached, reaches))
