"""Reads of whom somebody can ask: the coordinators of their cohorts, and the administrators."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enums import EnrollmentStatus
from app.cohorts.models import CaseSession, Cohort, Enrollment, SessionPart, Unit
from app.cohorts.queries import is_published, reached
from app.core.db import plain_rows, records
from app.language.names import full_name
from app.people.actors import Actor
from app.people.enums import Scope
from app.people.models import EmailAddress, Person, RoleGrant
from app.people.queries import grant_holds
from app.people.roles import reach_of
from app.policy.table import Role

_COORDINATES = col(RoleGrant.role) == Role.COORDINATOR
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
    """Somebody who can be asked about a cohort; read for every page of a learner."""

    person_id: UUID
    given_name: str
    family_name: str
    degrees: str
    address: str
    coordinates: bool
    """Else they are an administrator."""

    @property
    def display_name(self) -> str:
        """`Dana Okafor, MD`, in the language that is being written in."""
        return full_name(self.given_name, self.family_name, self.degrees)


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
        _holders(_COORDINATES, now, Person, col(Cohort.title).label("cohort"))
        .join(Cohort, _granted_over_cohort())
        .where(not_themselves, is_published(), _has_to_do_with(actor, now))
        .order_by(col(Cohort.closes_at).desc(), col(Cohort.title))
    )
    administrators = _holders(_ADMINISTRATES, now, Person).where(not_themselves)
    return Helpers(
        records(session.execute(coordinators), CoordinatorRow),
        records(session.execute(administrators), AdministratorRow),
    )


def addresses_of_coordinators(
    session: Session, cohort_ids: Collection[UUID], now: datetime, *, but: UUID
) -> dict[UUID, list[str]]:
    """Where mail reaches the coordinators of each of some cohorts, but for one person.

    One statement; none where there is no cohort.
    """
    if not cohort_ids:
        return {}
    rows = session.execute(
        _holders(_COORDINATES, now, col(Cohort.id).label("cohort_id"))
        .join(Cohort, _granted_over_cohort())
        .where(col(Cohort.id).in_(cohort_ids), col(Person.id) != but)
    )
    found: defaultdict[UUID, dict[str, None]] = defaultdict(dict)
    for row in rows:
        found[row.cohort_id][row.address] = None
    return {cohort_id: list(own) for cohort_id, own in found.items()}


def helpers_in(session: Session, cohort: Cohort, now: datetime) -> list[HelperRow]:
    """Who coordinates a cohort, and all administrators, by name."""
    here = {"cohort_id": cohort.id, "program_id": cohort.program_id, "now": now}
    return records(plain_rows(session, _HELPERS_IN, here), HelperRow)


def _has_to_do_with(actor: Actor, now: datetime) -> ColumnElement[bool]:
    """That one has, had or waits for a place in a cohort, or facilitates one that is not closed."""
    return or_(_has_place(actor), and_(_facilitates(actor), col(Cohort.closes_at) > now))


def _holders(
    role: ColumnElement[bool], now: datetime | BindParameter[Any], *columns: Any
) -> Select[*tuple[Any, ...]]:
    """Who holds a grant, with where mail reaches them."""
    own_address = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    return (
        select(col(EmailAddress.address), *columns)
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
    return reaches(col(Cohort.program_id), col(Cohort.id))


def reaches(program_id: Any, cohort_id: Any) -> ColumnElement[bool]:
    """That a grant reaches a cohort of a program."""
    scope, scope_id = col(RoleGrant.scope), col(RoleGrant.scope_id)
    return or_(
        scope == Scope.INSTALLATION,
        and_(scope == Scope.PROGRAM, scope_id == program_id),
        and_(scope == Scope.COHORT, scope_id == cohort_id),
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


_HELPERS_IN = _holders(
    or_(
        and_(_COORDINATES, reaches(bindparam("program_id"), bindparam("cohort_id"))),
        _ADMINISTRATES,
    ),
    bindparam("now"),
    col(Person.id).label("person_id"),
    *(col(Person.given_name), col(Person.family_name), col(Person.degrees)),
    _COORDINATES.label("coordinates"),
)
