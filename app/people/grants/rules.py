"""Which roles are given over what, and to whom not; pure."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from app.language.reasons import Reason, reason
from app.people.enums import Scope
from app.people.rules import why_not_deal_with
from app.policy.table import Role

GRANTED_OVER: Mapping[Role, frozenset[Scope]] = MappingProxyType(
    {
        Role.ADMINISTRATOR: frozenset({Scope.INSTALLATION}),
        Role.COORDINATOR: frozenset({Scope.INSTALLATION, Scope.PROGRAM, Scope.COHORT}),
        Role.FACILITATOR: frozenset({Scope.INSTALLATION, Scope.PROGRAM, Scope.COHORT}),
        Role.LEAD: frozenset({Scope.INSTITUTION}),
    }
)
"""The roles that are given, and over what each can be. The others follow from facts."""

NOT_GRANTED = reason(
    "role.not_granted", "This role cannot be given over that. Choose another role or another scope."
)


def why_not_grant(role: Role, scope: Scope, *, person_id: UUID, by: UUID | None) -> Reason | None:
    """Why somebody cannot give a person this role. `by`: empty for the command line."""
    if scope not in GRANTED_OVER.get(role, ()):
        return NOT_GRANTED
    return why_not_deal_with([person_id], by=by)
