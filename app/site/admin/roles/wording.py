"""What roles are called, and over what they are given."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from app.cohorts.scopes.rules import INSTALLATION, Over
from app.language import Text, _
from app.language.moments import local
from app.people.enums import Scope
from app.people.models import RoleGrant
from app.policy.table import Role

ROLES: Mapping[Role, Text] = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.COORDINATOR: _("Coordinator"),
    Role.FACILITATOR: _("Facilitator"),
    Role.LEAD: _("Institution lead"),
    Role.CME_OFFICER: _("CME officer"),
}
WHAT_FOR: Mapping[Role, Text] = {
    Role.ADMINISTRATOR: _("Looks after the installation: institutions, roles, programs, health."),
    Role.COORDINATOR: _("Sets up cohorts, fills them, and issues certificates."),
    Role.FACILITATOR: _("Sees who is prepared, leads case sessions and records attendance."),
    Role.LEAD: _("Sees how the people of one institution are doing, and nobody else."),
    Role.CME_OFFICER: _(
        "Approves the credit of one provider’s activities, or returns it, and sees what was "
        "approved for them; nothing that people learn or write."
    ),
}


def over_of(grant: RoleGrant, scopes: Mapping[UUID, Over]) -> Over:
    """What a role was given over; of what is not there any more, only that."""
    if grant.scope_id is None:
        return INSTALLATION
    return scopes.get(grant.scope_id) or Over(grant.scope, grant.scope_id, str(grant.scope_id))


def over_text(role: Role, over: Over) -> Text:
    """`Fall 2026 (Mentor Development Program)`."""
    if over.scope is Scope.INSTALLATION:
        if role is Role.ADMINISTRATOR:
            return _("The whole installation")
        return _("Every program")
    if over.scope is Scope.COHORT:
        return f"{over.title} ({over.program})"
    return over.title


def last_day(until: datetime, zone: str) -> datetime:
    """Some moment of the last day on which a role holds, as a clock of this zone has it."""
    return local(until - timedelta(minutes=1), zone)
