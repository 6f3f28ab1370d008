"""Finds a survey of a cohort, or says 404."""

from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError
from app.outcomes.results.queries import SurveyWithInstrument, survey_in
from app.site.loaders import load_cohort
from app.site.visits import Visit


def load_survey(visit: Visit, slug: str, key: str) -> tuple[CohortContext, SurveyWithInstrument]:
    """One of a cohort's own surveys, by its key."""
    here = load_cohort(visit, slug)
    found = survey_in(visit.db, here.cohort.id, key)
    if found is None:
        raise NotFoundError
    return here, found
