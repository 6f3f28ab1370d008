"""In what capacity somebody stands before a thing, and how far a role of theirs reaches; pure.

The only place that knows how grants and scopes go together: a grant over a program reaches every
cohort of it, a grant over the installation everything of which there is such a role.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from app.people.enums import Scope
from app.policy.table import Role

if TYPE_CHECKING:
    from app.people.actors import Actor


@dataclass(frozen=True)
class Place:
    """What somebody stands before: who is anybody here, and the scopes that it lies in."""

    roles: frozenset[Role]
    """Of grants, only these count here; for everybody else there is nothing."""
    scopes: frozenset[tuple[Scope, UUID]]


@dataclass(frozen=True)
class Reach:
    """All that a role reaches that somebody holds."""

    everything: bool
    programs: frozenset[UUID]
    cohorts: frozenset[UUID]
    institutions: frozenset[UUID]
    providers: frozenset[UUID] = frozenset()


def of_cohort(
    program_id: UUID,
    cohort_id: UUID,
    *,
    is_draft: bool = False,
    provider_ids: Collection[UUID] = (),
) -> Place:
    """A cohort, with all that belongs to it. A draft is there for its coordinators only.

    `provider_ids`: of its activity. Their officers stand before the cohort by it, also before a
    draft, of which they approve what it will give.
    """
    scopes = {(Scope.PROGRAM, program_id), (Scope.COHORT, cohort_id)}
    scopes |= {(Scope.PROVIDER, provider_id) for provider_id in provider_ids}
    roles = {Role.COORDINATOR, Role.CME_OFFICER} | (set() if is_draft else {Role.FACILITATOR})
    return Place(frozenset(roles), frozenset(scopes))


def of_provider(provider_id: UUID) -> Place:
    """A provider with its accreditations: before its officers, and who appoints them."""
    roles = {Role.CME_OFFICER, Role.ADMINISTRATOR}
    return Place(frozenset(roles), frozenset({(Scope.PROVIDER, provider_id)}))


def of_pack(program_id: UUID | None) -> Place:
    """A program as a whole, with its content pack.

    None: one that is yet to be, which nobody coordinates.
    """
    if program_id is None:
        return Place(frozenset({Role.ADMINISTRATOR}), frozenset())
    roles = {Role.COORDINATOR, Role.ADMINISTRATOR}
    return Place(frozenset(roles), frozenset({(Scope.PROGRAM, program_id)}))


def of_records(program_id: UUID, cohort_id: UUID) -> Place:
    """What is kept of a cohort, as counts: before who coordinates it, and who runs it all."""
    scopes = {(Scope.PROGRAM, program_id), (Scope.COHORT, cohort_id)}
    return Place(frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}), frozenset(scopes))


def of_scope(scope: Scope, scope_id: UUID | None, program_id: UUID | None) -> Place:
    """What a role can be given over, before those who give roles. `program_id`: of a cohort."""
    scopes = {(scope, scope_id), (Scope.PROGRAM, program_id)}
    return Place(
        frozenset({Role.ADMINISTRATOR, Role.COORDINATOR}),
        frozenset((kind, id_) for kind, id_ in scopes if id_ is not None),
    )


def roles_over(actor: Actor, place: Place, own: Iterable[Role] = ()) -> frozenset[Role]:
    """The roles that somebody has before a place; none at all: it is not theirs to know of.

    `own`: what they are here without a grant, by an enrollment or a part in a session.
    """
    held = {
        grant.role
        for grant in actor.grants
        if grant.scope is Scope.INSTALLATION or (grant.scope, grant.scope_id) in place.scopes
    }
    return frozenset(held & place.roles) | frozenset(own)


def roles_at_desk(actor: Actor, own: Iterable[Role] = ()) -> frozenset[Role]:
    """The roles that somebody has before what is everybody's own, and before the desk of a role.

    A role that is held anywhere has its desk. `own`: as in `roles_over`.
    """
    return frozenset({Role.PERSON, *own}) | actor.roles


def over_person(actor: Actor, *, within_reach: bool) -> frozenset[Role]:
    """The roles that somebody has before another person.

    `within_reach`: whether that person belongs to a cohort that they coordinate. An administrator
    reaches everybody, and of them who they are: what they learn is their coordinators' to see.
    """
    counted = {Role.ADMINISTRATOR} | ({Role.COORDINATOR} if within_reach else set())
    return actor.roles & counted


def roles_to_give(
    actor: Actor, scope: Scope, scope_id: UUID | None, program_id: UUID | None = None
) -> frozenset[Role]:
    """The roles by which somebody gives roles over a scope, and sees who has them.

    An institution lies in no program: it is before everybody who coordinates a whole one.
    """
    held = roles_over(actor, of_scope(scope, scope_id, program_id))
    reach = reach_of(actor, Role.COORDINATOR)
    if scope is Scope.INSTITUTION and (reach.everything or reach.programs):
        return held | {Role.COORDINATOR}
    return held


def by_part(*, has_part: bool) -> frozenset[Role]:
    """What a part in a single session makes of somebody there."""
    return frozenset({Role.FACILITATOR}) if has_part else frozenset()


def reach_of(actor: Actor, role: Role) -> Reach:
    """How far a role reaches, for lists of all that somebody has it over."""
    scopes = {(grant.scope, grant.scope_id) for grant in actor.grants if grant.role is role}

    def ids(kind: Scope) -> frozenset[UUID]:
        return frozenset(id_ for scope, id_ in scopes if scope is kind and id_ is not None)

    return Reach(
        everything=any(scope is Scope.INSTALLATION for scope, _ in scopes),
        programs=ids(Scope.PROGRAM),
        cohorts=ids(Scope.COHORT),
        institutions=ids(Scope.INSTITUTION),
        providers=ids(Scope.PROVIDER),
    )
