"""Reads of everybody who controls content of some cohorts' activities: one statement."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, cast, literal, null, or_, select, type_coerce, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.helpers.queries import reaches
from app.cohorts.models import CaseSession, Cohort, SessionPart, Unit
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.models import ContentController
from app.credit.disclosures.rules import Controller
from app.language.names import full_name, list_name
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role

_ID = Unit.__table__.c.id.type  # type: ignore[attr-defined]
ROLE_OF = {Role.COORDINATOR: ControllerRole.PLANNER, Role.FACILITATOR: ControllerRole.FACULTY}


def people_in(
    session: Session, cohort_ids: Collection[UUID], now: datetime
) -> dict[UUID, dict[UUID, Controller]]:
    """Who leads, facilitates, coordinates or was entered by name, by cohort and id."""
    return _named(session.execute(everybody_in(cohort_ids, now)))


def cohorts_of(session: Session, person_id: UUID, now: datetime) -> list[Cohort]:
    """The cohorts whose content somebody controls, that are not over: one statement."""
    open_ = select(col(Cohort.id)).where(col(Cohort.archived_at).is_(None))
    who = everybody_in(open_, now).subquery()
    ours = who.c.person_id == person_id
    left_out = select(who.c.cohort_id).where(ours, who.c.left_out != "")
    found = select(Cohort).where(
        col(Cohort.id).in_(select(who.c.cohort_id).where(ours)),
        col(Cohort.id).not_in(left_out),
        col(Cohort.closes_at) > now,
    )
    return list(session.scalars(found.order_by(col(Cohort.closes_at), col(Cohort.title))))


def everybody_in(
    cohort_ids: Collection[UUID] | Select[UUID], now: datetime
) -> Select[*tuple[Any, ...]]:
    """Whoever has a part, a role or a row: once for each of these, so somebody is there often."""
    here = col(Cohort.id).in_(cohort_ids)
    none = cast(null(), _ID)
    nowhere = (none.label("unit_id"), none.label("row_id"))
    said = literal("").label("name"), literal("").label("left_out")
    roles = [
        select(
            col(Cohort.id).label("cohort_id"),
            col(RoleGrant.person_id).label("person_id"),
            literal(ours.value).label("role"),
            *nowhere,
            *said,
        )
        .join(RoleGrant, reaches(col(Cohort.program_id), col(Cohort.id)))
        .where(here, col(RoleGrant.role) == role, grant_holds(now))
        for role, ours in ROLE_OF.items()
    ]
    leads = (
        select(
            col(Unit.cohort_id),
            col(SessionPart.person_id),
            literal(ControllerRole.FACULTY.value),
            col(Unit.id),
            none,
            *said,
        )
        .join(CaseSession, col(CaseSession.id) == col(SessionPart.case_session_id))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id).in_(cohort_ids), col(CaseSession.canceled_at).is_(None))
    )
    entered = select(
        col(ContentController.cohort_id),
        col(ContentController.person_id),
        type_coerce(col(ContentController.role), literal("").type),
        none,
        col(ContentController.id),
        col(ContentController.name),
        col(ContentController.left_out),
    ).where(
        col(ContentController.cohort_id).in_(cohort_ids),
        col(ContentController.removed_at).is_(None),
    )
    rows = union_all(*roles, leads, entered).subquery()
    return (
        select(rows, *(col(Person.given_name), col(Person.family_name), col(Person.degrees)))
        .outerjoin(Person, col(Person.id) == rows.c.person_id)
        .where(or_(col(Person.id).is_(None), col(Person.disabled_at).is_(None)))
    )


def _named(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[UUID, dict[UUID, Controller]]:
    """One of each, by cohort and id."""
    found: defaultdict[UUID, dict[UUID, Controller]] = defaultdict(dict)
    for row in rows:
        own = _controller(row)
        before = found[row.cohort_id].get(own.id)
        found[row.cohort_id][own.id] = _both(before, own) if before else own
    return found


def _controller(row: Row[*tuple[Any, ...]]) -> Controller:
    return Controller(
        id=row.person_id or row.row_id,
        person_id=row.person_id,
        name=row.name or full_name(row.given_name, row.family_name, row.degrees),
        sort_name=row.name or list_name(row.given_name, row.family_name),
        roles=frozenset({ControllerRole(row.role)} if row.role else ()),
        units=frozenset({row.unit_id}) if row.unit_id else frozenset() if row.left_out else None,
        row_id=row.row_id,
        left_out=row.left_out,
    )


def _both(one: Controller, other: Controller) -> Controller:
    everything = one.units is None or other.units is None
    return Controller(
        id=one.id,
        person_id=one.person_id,
        name=one.name,
        sort_name=one.sort_name,
        roles=one.roles | other.roles,
        units=None if everything else (one.units or frozenset()) | (other.units or frozenset()),
        row_id=one.row_id or other.row_id,
        left_out=one.left_out or other.left_out,
    )
