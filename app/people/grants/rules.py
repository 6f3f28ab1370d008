"""Which roles are given over what, by whom, and to whom not; pure."""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason
from app.people.enums import Scope
from app.people.rules import why_not_deal_with
from app.policy.table import Role


class Gift(NamedTuple):
    """A role over something of a kind."""

    role: Role
    scope: Scope


_BY_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
_BY_COORDINATORS = frozenset({Role.COORDINATOR})
GIVEN_BY: Mapping[Gift, frozenset[Role]] = MappingProxyType(
    {
        Gift(Role.ADMINISTRATOR, Scope.INSTALLATION): _BY_ADMINISTRATORS,
        Gift(Role.COORDINATOR, Scope.INSTALLATION): _BY_ADMINISTRATORS,
        Gift(Role.COORDINATOR, Scope.PROGRAM): _BY_ADMINISTRATORS,
        Gift(Role.COORDINATOR, Scope.COHORT): _BY_ADMINISTRATORS,
        Gift(Role.FACILITATOR, Scope.INSTALLATION): _BY_COORDINATORS,
        Gift(Role.FACILITATOR, Scope.PROGRAM): _BY_COORDINATORS,
        Gift(Role.FACILITATOR, Scope.COHORT): _BY_COORDINATORS,
        Gift(Role.CME_OFFICER, Scope.PROVIDER): _BY_ADMINISTRATORS,
        Gift(Role.LEAD, Scope.INSTITUTION): _BY_ADMINISTRATORS | _BY_COORDINATORS,
    }
)
"""Who gives which role over what, and takes it back: those who hold one of these roles over it.

What is not here is given by nobody: the other roles follow from facts.
"""

NOT_GRANTED = reason(
    "role.not_granted", "This role cannot be given over that. Choose another role or another scope."
)
NOT_YOURS_TO_GIVE = reason(
    "role.not_yours_to_give", "This role is not yours to give or to take back here."
)
LAST_ADMINISTRATOR = reason(
    "role.last_administrator",
    "This is the last administrator whose role has no end date. Make somebody else an "
    "administrator first.",
)
RAN_OUT = reason("role.ran_out", "This role has already ended.")
UNTIL_PAST = reason("role.until_past", "Choose a day in the future.")
HELD_ALREADY = ReasonKind(
    "role.held_already",
    "{person} already has this role. Take it back first if it should end on another day.",
)


def why_not_grant(role: Role, scope: Scope, *, person_id: UUID, by: UUID | None) -> Reason | None:
    """Why somebody cannot give a person this role. `by`: empty for the command line."""
    if (role, scope) not in GIVEN_BY:
        return NOT_GRANTED
    return why_not_deal_with([person_id], by=by)


def why_not_give(role: Role, scope: Scope, held: Collection[Role]) -> Reason | None:
    """Why somebody who holds these roles over something neither gives this one nor takes it."""
    givers = GIVEN_BY.get(Gift(role, scope))
    if givers is None:
        return NOT_GRANTED
    return None if givers & frozenset(held) else NOT_YOURS_TO_GIVE


def why_not_until(until: datetime | None, now: datetime) -> Reason | None:
    """Why a role cannot be given until then."""
    return UNTIL_PAST if until is not None and until <= now else None


def why_not_end(role: Role, person_id: UUID, lasting: Collection[UUID]) -> Reason | None:
    """Why a role of somebody cannot end. `lasting`: administrators whose role has no end.

    One of them has to be left: of those with an end, there would be a day with nobody.
    """
    if role is not Role.ADMINISTRATOR or set(lasting) - {person_id}:
        return None
    return LAST_ADMINISTRATOR


def can_be_given(held: Collection[Role]) -> frozenset[Role]:
    """The roles that somebody who holds these ones somewhere gives to others."""
    return frozenset(gift.role for gift, givers in GIVEN_BY.items() if givers & frozenset(held))
