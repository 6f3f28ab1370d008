"""Finds an institution for an administrator, or says 404."""

from uuid import UUID

from app.core.errors import NotFoundError
from app.people.institutions import queries
from app.people.models import Institution
from app.site.visits import Visit


def load_institution(visit: Visit, institution_id: UUID) -> Institution:
    """The one that an address names."""
    visit.permit_own()
    found = queries.institution(visit.db, institution_id)
    if found is None:
        raise NotFoundError
    return found
