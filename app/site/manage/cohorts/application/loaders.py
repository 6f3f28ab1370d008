"""Finds a question of a cohort's form, or says 404."""

from typing import NamedTuple
from uuid import UUID

from app.cohorts.applications import queries
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError
from app.site.loaders import load_cohort
from app.site.visits import Visit


class QuestionOfForm(NamedTuple):
    """A question that whoever applies is asked, and the cohort of the form."""

    here: CohortContext
    question: ApplicationQuestion


def load_question(visit: Visit, slug: str, question_id: UUID) -> QuestionOfForm:
    """A question that is asked still, for those who write the form."""
    here = load_cohort(visit, slug)
    asked = queries.asked(visit.db, here.cohort.id)
    found = next((question for question in asked if question.id == question_id), None)
    if found is None:
        raise NotFoundError
    return QuestionOfForm(here, found)
