"""Deciding who facilitates a draft, and who leads which of its sessions."""

from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.drafts import queries
from app.cohorts.drafts.calendar import rules as calendar
from app.cohorts.drafts.rules import SessionChoice
from app.cohorts.models import CaseSession, SessionPart
from app.cohorts.planning.queries import session_rows
from app.core import audit
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.people.models import RoleGrant
from app.policy.table import Role


class Leaders(NamedTuple):
    """Who leads a draft, to be compared."""

    facilitators: Set[UUID]
    parts: Set[tuple[UUID, UUID, str]]
    links: Mapping[UUID, str]


def appoint(
    session: Session, cohort_id: UUID, people: Sequence[UUID], *, by: UUID, now: datetime
) -> None:
    """Make these people, and no others, the facilitators of a cohort; oneself stays as one is."""
    grants = queries.facilitator_grants(session, cohort_id, now)
    for person_id in people:
        if person_id not in {grant.person_id for grant in grants}:
            role, scope = Role.FACILITATOR, Scope.COHORT
            grant_role(session, person_id, role, scope, cohort_id, by=by, now=now)
    for grant in grants:
        if grant.person_id not in {*people, by}:
            _end(session, grant, by=by, now=now)


def give_parts(session: Session, cohort_id: UUID, choices: Sequence[SessionChoice]) -> None:
    """Let these people, and no others, lead the sessions, and say how people join them."""
    own = {row.id: row for row in session_rows(session, cohort_id)}
    session.execute(delete(SessionPart).where(col(SessionPart.case_session_id).in_(own)))
    for choice in choices:
        own[choice.session_id].link = choice.link
        session.add_all(
            SessionPart(case_session_id=choice.session_id, person_id=person_id, part=part)
            for person_id, part in choice.parts.items()
        )


def leaders_of(session: Session, cohort_id: UUID, now: datetime) -> Leaders:
    """Who facilitates a draft, who leads which of its sessions, and how people join them."""
    return Leaders(
        frozenset(grant.person_id for grant in queries.facilitator_grants(session, cohort_id, now)),
        frozenset(
            (row.session_id, row.person.id, row.part) for row in queries.parts(session, cohort_id)
        ),
        {row.id: row.link for row in session_rows(session, cohort_id)},
    )


def copy_leaders(
    session: Session,
    from_id: UUID,
    to_id: UUID,
    units: Sequence[calendar.PlannedUnit],
    *,
    by: UUID,
    now: datetime,
) -> None:
    """The facilitators, and who leads the session of the same position, with its link."""
    people = [grant.person_id for grant in queries.facilitator_grants(session, from_id, now)]
    appoint(session, to_id, [person_id for person_id in people if person_id != by], by=by, now=now)
    _copy_parts(session, from_id, to_id, {unit.position: unit for unit in units})


def _copy_parts(
    session: Session, from_id: UUID, to_id: UUID, before: Mapping[int, calendar.PlannedUnit]
) -> None:
    parts = queries.parts(session, from_id)
    for unit in queries.planned_units(session, to_id):
        earlier = before.get(unit.position)
        if unit.session_id is None or earlier is None:
            continue
        session.get_one(CaseSession, unit.session_id).link = earlier.link
        session.add_all(
            SessionPart(case_session_id=unit.session_id, person_id=row.person.id, part=row.part)
            for row in parts
            if row.session_id == earlier.session_id
        )


def _end(session: Session, grant: RoleGrant, *, by: UUID, now: datetime) -> None:
    grant.revoked_at = now
    facts = {"role": grant.role.value, "scope": grant.scope.value, "over": str(grant.scope_id)}
    reason = "Not chosen for the draft any more."  # not shown
    audit.record(
        session,
        "role.revoked",
        "person",
        grant.person_id,
        by=by,
        now=now,
        facts=facts,
        reason=reason,
    )
