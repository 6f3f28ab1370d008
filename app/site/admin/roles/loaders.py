"""Roles that somebody may see and give, or 404."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.cohorts.scopes import queries as scopes_of
from app.cohorts.scopes.rules import Over
from app.core.errors import NotFoundError
from app.people.actors import Actor
from app.people.grants import queries as grants
from app.people.grants.queries import GrantRow
from app.people.roles import roles_to_give
from app.policy.table import Role
from app.site.admin.roles.wording import over_of
from app.site.visits import Visit


@dataclass(frozen=True)
class GrantContext:
    """A role that an address names, and by which roles the reader stands before it."""

    row: GrantRow
    scopes: Mapping[UUID, Over]
    held: frozenset[Role]


def held_over(actor: Actor, over: Over) -> frozenset[Role]:
    """The roles by which somebody gives roles over something."""
    return roles_to_give(actor, over.scope, over.scope_id, over.program_id)


def load_grant(visit: Visit, grant_id: UUID) -> GrantContext:
    """The one that an address names, if the reader gives roles over the same thing."""
    row = grants.grant(visit.db, grant_id)
    if row is None:
        raise NotFoundError
    scopes = scopes_of.scopes(visit.db)
    held = held_over(visit.actor, over_of(row.role_grant, scopes))
    visit.permit(held)
    return GrantContext(row, scopes, held)
