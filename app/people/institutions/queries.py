"""Reads about institutions."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.people.enums import Scope
from app.people.institutions.rules import Known, SiteBreak, normalized
from app.people.models import (
    Institution,
    InstitutionBreak,
    InstitutionDomain,
    InstitutionSpelling,
    Person,
    RoleGrant,
)
from app.people.queries import grant_holds


@dataclass(frozen=True)
class InstitutionRow:
    """An institution with what belongs to it."""

    institution: Institution
    people: int
    """How many belong to it now, whether they can sign in or not."""
    domains: Sequence[str]


@dataclass(frozen=True)
class LeadGrant:
    """Somebody who leads an institution now, by which grant."""

    role_grant: RoleGrant
    person: Person


@dataclass(frozen=True)
class _Counted:
    institution: Institution
    people: int


def institutions(session: Session) -> list[InstitutionRow]:
    """All there ever were, by name: two statements."""
    people = select(func.count()).where(col(Person.institution_id) == col(Institution.id))
    rows = session.execute(
        select(Institution, people.scalar_subquery().label("people")).order_by(
            col(Institution.name)
        )
    )
    owned: defaultdict[UUID, list[str]] = defaultdict(list)
    every = select(InstitutionDomain).order_by(col(InstitutionDomain.domain))
    for domain in session.scalars(every):
        owned[domain.institution_id].append(domain.domain)
    return [
        InstitutionRow(row.institution, row.people, owned[row.institution.id])
        for row in records(rows, _Counted)
    ]


def institution(session: Session, institution_id: UUID) -> Institution | None:
    """One, by its id."""
    return session.get(Institution, institution_id)


def taking_part(session: Session) -> Sequence[Institution]:
    """Those that people can belong to from now on, by name."""
    return session.scalars(
        select(Institution)
        .where(col(Institution.left_at).is_(None), col(Institution.merged_into_id).is_(None))
        .order_by(col(Institution.name))
    ).all()


def merged_into(session: Session, institution_id: UUID) -> Sequence[Institution]:
    """Those that became a part of one."""
    return session.scalars(
        select(Institution)
        .where(col(Institution.merged_into_id) == institution_id)
        .order_by(col(Institution.name))
    ).all()


def domains_of(session: Session, institution_id: UUID) -> Sequence[InstitutionDomain]:
    """The mail domains of one."""
    return session.scalars(
        select(InstitutionDomain)
        .where(col(InstitutionDomain.institution_id) == institution_id)
        .order_by(col(InstitutionDomain.domain))
    ).all()


def spellings_of(session: Session, institution_id: UUID) -> Sequence[InstitutionSpelling]:
    """The other names of one."""
    return session.scalars(
        select(InstitutionSpelling)
        .where(col(InstitutionSpelling.institution_id) == institution_id)
        .order_by(col(InstitutionSpelling.spelling))
    ).all()


def breaks_of(session: Session, institution_id: UUID) -> Sequence[InstitutionBreak]:
    """The breaks of one, in order."""
    return session.scalars(
        select(InstitutionBreak)
        .where(col(InstitutionBreak.institution_id) == institution_id)
        .order_by(col(InstitutionBreak.first), col(InstitutionBreak.name))
    ).all()


def breaks_between(
    session: Session, institution_ids: Collection[UUID], first: date, last: date
) -> list[SiteBreak]:
    """The breaks of some institutions that touch these days, by institution."""
    touches = and_(col(InstitutionBreak.first) <= last, col(InstitutionBreak.last) >= first)
    found: Select[*tuple[Any, ...]] = (
        select(
            col(InstitutionBreak.first),
            col(InstitutionBreak.last),
            col(InstitutionBreak.name),
            col(Institution.short_name).label("institution"),
        )
        .join(Institution, col(Institution.id) == col(InstitutionBreak.institution_id))
        .where(col(Institution.id).in_(institution_ids), touches)
        .order_by(col(Institution.short_name), col(InstitutionBreak.first))
    )
    return records(session.execute(found), SiteBreak)


def count_people(session: Session, institution_id: UUID) -> int:
    """How many belong to one."""
    count = select(func.count()).where(col(Person.institution_id) == institution_id)
    return session.scalar(count) or 0


def leads_of(session: Session, institution_id: UUID, now: datetime) -> list[LeadGrant]:
    """Who leads one now."""
    rows = session.execute(
        select(RoleGrant, Person)
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.scope) == Scope.INSTITUTION,
            col(RoleGrant.scope_id) == institution_id,
            grant_holds(now),
        )
        .order_by(col(Person.search_name), col(RoleGrant.id))
    )
    return records(rows, LeadGrant)


def known(session: Session) -> Known:
    """Every name and mail domain, to compare many texts with: three statements.

    One that was merged is called by its names no more: the other one is.
    """
    live = select(Institution).where(col(Institution.merged_into_id).is_(None))
    every = session.scalars(live).all()
    names: defaultdict[str, set[UUID]] = defaultdict(set)
    for institution in every:
        for name in (institution.name, institution.short_name):
            names[normalized(name)].add(institution.id)
    for spelling in session.scalars(select(InstitutionSpelling)):
        names[spelling.spelling].add(spelling.institution_id)
    owned = {domain.domain: domain.institution_id for domain in session.scalars(_EVERY_DOMAIN)}
    return Known({institution.id: institution.name for institution in every}, names, owned)


_EVERY_DOMAIN = select(InstitutionDomain)


def lock_institutions(session: Session, ids: Collection[UUID]) -> Sequence[Institution]:
    """Lock them until commit, and read what holds of them after the wait."""
    return session.scalars(
        select(Institution)
        .where(col(Institution.id).in_(ids))
        .order_by(col(Institution.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
