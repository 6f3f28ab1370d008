"""Finds a file of people of a cohort, or says 404."""

from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.intake.models import PeopleImport
from app.core.errors import NotFoundError
from app.site.loaders import load_cohort
from app.site.visits import Visit


def load_import(visit: Visit, slug: str, import_id: UUID) -> tuple[CohortContext, PeopleImport]:
    """A file that was sent for a cohort, for whoever coordinates it."""
    here = load_cohort(visit, slug)
    found = visit.db.get(PeopleImport, import_id)
    if found is None or found.cohort_id != here.cohort.id:
        raise NotFoundError
    return here, found
