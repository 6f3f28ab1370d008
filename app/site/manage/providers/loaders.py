"""Finds a provider for who keeps it, or says 404."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.people.providers import queries
from app.people.providers.models import Provider
from app.people.roles import of_provider, roles_over
from app.site.visits import Visit


def load_address(visit: Visit, provider_id: UUID) -> Provider:
    """The one that an address leads to: of one that was merged, what it became."""
    found = queries.provider(visit.db, provider_id)
    return load_provider(visit, (found.merged_into_id if found else None) or provider_id)


def load_provider(visit: Visit, provider_id: UUID) -> Provider:
    """The one that an address names; one that was merged into another is not there any more."""
    found = queries.provider(visit.db, provider_id)
    if found is None or found.merged_into_id is not None:
        raise NotFoundError
    visit.permit(roles_over(visit.actor, of_provider(provider_id)))
    return found
