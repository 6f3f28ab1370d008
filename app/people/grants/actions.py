"""Giving roles to people."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.errors import require
from app.people import queries as people
from app.people.directory.actions import NewPerson, add_institution, add_person
from app.people.enums import Profession, Scope
from app.people.grants import queries, rules
from app.people.models import Person, RoleGrant
from app.policy.table import Role


def grant_role(
    session: Session,
    person_id: UUID,
    role: Role,
    scope: Scope,
    scope_id: UUID | None,
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> RoleGrant:
    """Give a person a role over a program, cohort or institution, or over the installation.

    Who holds it already, a second click, keeps it. Whether `by` may give it is for the caller, who
    knows the roles over that scope.

    Raises `RefusedError` with the rule's reason.
    """
    require(rules.why_not_grant(role, scope, person_id=person_id, by=by))
    queries.lock_person(session, person_id)
    held = queries.live_grant(session, person_id, role, scope, scope_id, now)
    if held is not None:
        return held
    grant = RoleGrant(
        person_id=person_id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        granted_by=by,
        granted_at=now,
    )
    session.add(grant)
    facts = {"role": role.value, "scope": scope.value, "over": str(scope_id) if scope_id else None}
    audit.record(
        session, "role.granted", "person", person_id, by=by, now=now, facts=facts, reason=reason
    )
    return grant


def appoint_administrator(
    session: Session,
    address: str,
    *,
    name: tuple[str, str],
    institution: str,
    zone: str,
    now: datetime,
) -> Person:
    """Give somebody the installation, as only the command line may; make them if they are new.

    `name` is given and family name, `zone` an IANA time zone; both count for somebody new only.
    """
    person = people.person_by_address(session, address)
    if person is None:
        place = people.institution_by_name(session, institution) or add_institution(
            session, institution, short_name=institution, zone=zone, by=None, now=now
        )
        newcomer = NewPerson(*name, address, Profession.OTHER, zone=zone, is_address_verified=True)
        person = add_person(session, newcomer, place, by=None, now=now)
    grant_role(
        session,
        person.id,
        Role.ADMINISTRATOR,
        Scope.INSTALLATION,
        None,
        by=None,
        now=now,
        reason="By the command line.",  # not shown
    )
    return person
