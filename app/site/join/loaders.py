"""Finds a cohort that is published and not archived, or says 404."""

from app.cohorts.context import CohortContext
from app.cohorts.joining.queries import cohort_to_join
from app.core.errors import NotFoundError
from app.site.visits import Visit


def load_cohort_to_join(visit: Visit, slug: str) -> CohortContext:
    """A cohort as everybody may know it."""
    here = cohort_to_join(visit.db, slug)
    if here is None:
        raise NotFoundError
    return here
