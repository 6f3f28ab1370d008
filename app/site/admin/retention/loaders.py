"""Finds what is kept of a cohort, or says 404."""

from app.core import audit
from app.core.errors import NotFoundError
from app.history.retention.queries import kept_of
from app.history.retention.rules import CohortKept
from app.people.roles import of_records, roles_over
from app.site.visits import Visit


def load_kept(visit: Visit, slug: str) -> CohortKept:
    """Of the cohort that an address names, unless it is a draft, in which nothing happened yet."""
    actor = visit.actor  # first: who is not signed in learns nothing of what there is
    found = kept_of(visit.db, slug)
    if found is None:
        raise NotFoundError
    visit.permit(roles_over(actor, of_records(found.program_id, found.cohort_id)))
    audit.continue_chain(visit.db, found.cohort_id)
    return found
