"""Finds the cohorts of which a lead's pages tell."""

from collections.abc import Collection
from uuid import UUID

from app.cohorts.deleted.queries import deleted_among
from app.cohorts.institutions.queries import cohorts_with
from app.site.institution.own import OwnCohorts
from app.site.visits import Visit


def load_own_cohorts(visit: Visit, institutions: Collection[UUID]) -> OwnCohorts:
    """Without those whose records were deleted: what is left of their people is not what was."""
    found = cohorts_with(visit.db, institutions)
    deleted = deleted_among(visit.db, [own.here.cohort for own in found], visit.now)
    left = [own for own in found if own.here.cohort.id not in deleted]
    return OwnCohorts(left, len(found) - len(left))
