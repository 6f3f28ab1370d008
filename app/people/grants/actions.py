"""Giving roles to people, and taking them back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, outbox
from app.core.errors import RefusedError, require
from app.people import queries as people
from app.people.directory.actions import NewPerson, add_institution, add_person
from app.people.enums import Profession, Scope
from app.people.grants import queries, rules
from app.people.models import Person, RoleGrant
from app.people.providers import actions as providers
from app.people.rules import why_not_deal_with
from app.policy.table import Role

BY_COMMAND = "By the command line."  # not shown


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
    until: datetime | None = None,
) -> RoleGrant:
    """Give a person a role over a program, cohort or institution, or over the installation.

    Who holds it already, a second click, keeps it. Whether `by` may give it is for the caller, who
    knows the roles over that scope.

    Raises `RefusedError` with the rule's reason, `ConflictError` over a provider that was merged.
    """
    require(rules.why_not_grant(role, scope, person_id=person_id, by=by))
    _hold(session, scope, scope_id)
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
        until=until,
    )
    session.add(grant)
    facts = _facts(grant)
    if until is not None:
        facts["until"] = until.isoformat()
    audit.record(
        session, "role.granted", "person", person_id, by=by, now=now, facts=facts, reason=reason
    )
    return grant


def give(
    session: Session,
    person: Person,
    role: Role,
    over: tuple[Scope, UUID | None],
    *,
    title: str,
    until: datetime | None,
    held: Collection[Role],
    by: UUID,
    now: datetime,
) -> RoleGrant:
    """Give a role as somebody who holds the roles `held` over the same thing, and write to them.

    `title`: what the thing is called; `until`: None for no end. Raises `RefusedError`, and
    `ConflictError` over a provider that was merged.
    """
    require(rules.why_not_give(role, over[0], held))
    _hold(session, *over)
    require(rules.why_not_until(until, now))
    queries.lock_person(session, person.id)
    if queries.live_grant(session, person.id, role, *over, now):
        require(rules.HELD_ALREADY(person=person.display_name))
    grant = grant_role(session, person.id, role, *over, by=by, now=now, until=until)
    outbox.post(
        session,
        kind="role",
        key=f"role:{grant.id}",
        person_id=person.id,
        facts={"role": role.value, "over": title},
        now=now,
    )
    return grant


def _hold(session: Session, scope: Scope, scope_id: UUID | None) -> None:
    """Keep a provider from being merged meanwhile, which moves the roles over it."""
    if scope is Scope.PROVIDER and scope_id is not None:
        providers.held(session, scope_id)


def revoke(
    session: Session,
    grant: RoleGrant,
    *,
    held: Collection[Role],
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Take a role back from now on, as somebody who holds the roles `held` over the same thing.

    Raises `RefusedError`: it has ended, it is one's own, or nobody would administer any more.
    """
    require(why_not_deal_with([grant.person_id], by=by))
    require(rules.why_not_give(grant.role, grant.scope, held))
    if grant.role is Role.ADMINISTRATOR:
        lasting = queries.lock_lasting_administrators(session, now)
        require(rules.why_not_end(grant.role, grant.person_id, lasting))
    grant = queries.lock_grant(session, grant.id)
    if grant.revoked_at is not None or (grant.until is not None and grant.until <= now):
        require(rules.RAN_OUT)
    end(session, grant, reason=reason, by=by, now=now)


def end(session: Session, grant: RoleGrant, *, reason: str, by: UUID | None, now: datetime) -> None:
    """Write down that a role ends now. `by`: empty for the command line."""
    grant.revoked_at, grant.revoked_by, grant.revoked_reason = now, by, reason
    audit.record(
        session,
        "role.revoked",
        "person",
        grant.person_id,
        by=by,
        now=now,
        facts=_facts(grant),
        reason=reason,
    )


def _facts(grant: RoleGrant) -> dict[str, str | None]:
    over = str(grant.scope_id) if grant.scope_id else None
    return {"role": grant.role.value, "scope": grant.scope.value, "over": over}


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

    Raises `RefusedError` for who is one already: the date of their role would not be told twice.
    """
    person = people.person_by_address(session, address)
    if person is not None and _administers(session, person, now):
        raise RefusedError(rules.HELD_ALREADY(person=person.display_name))
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
        reason=BY_COMMAND,
    )
    return person


def dismiss_administrator(session: Session, person: Person, *, now: datetime) -> None:
    """Take the installation from somebody, as only the command line may without being one.

    Raises `RefusedError`: they do not administer it, or nobody would any more.
    """
    lasting = queries.lock_lasting_administrators(session, now)
    require(rules.why_not_end(Role.ADMINISTRATOR, person.id, lasting))
    grant = _administers(session, person, now)
    if grant is None:
        raise RefusedError(rules.RAN_OUT)
    end(session, grant, reason=BY_COMMAND, by=None, now=now)


def _administers(session: Session, person: Person, now: datetime) -> RoleGrant | None:
    over = (Scope.INSTALLATION, None)
    return queries.live_grant(session, person.id, Role.ADMINISTRATOR, *over, now)
