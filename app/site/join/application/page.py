"""What somebody answered when they applied, to be corrected until it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.applications.models import ApplicationAnswer, ApplicationQuestion
from app.cohorts.models import Cohort
from app.site.parts.application import ApplicationForm, application_form
from app.web.forms import FormState


@dataclass(frozen=True)
class CorrectPage:
    """The form with what was answered, or just typed."""

    cohort: str
    path: str
    questions: ApplicationForm
    form: FormState


def correct_page(
    cohort: Cohort,
    asked: Sequence[ApplicationQuestion],
    answers: Sequence[ApplicationAnswer],
    form: FormState,
) -> CorrectPage:
    """The page."""
    questions = application_form(asked, form, answers)
    return CorrectPage(cohort.title, f"/join/{cohort.slug}", questions, form)
