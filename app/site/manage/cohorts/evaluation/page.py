"""The surveys of a cohort: those that are asked, and those that its policy asks for later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language import Text, _
from app.language.reasons import Reason
from app.outcomes.results.queries import AskedSurvey
from app.site.manage.cohorts.evaluation.state import SurveyState, evaluation_path, survey_state
from app.site.manage.cohorts.page import path_of
from app.surveys.queries import Response


@dataclass(frozen=True)
class EvaluationPage:
    """All surveys of a cohort, the newest first."""

    cohort: str
    path: str
    here: str
    surveys: Sequence[SurveyState]
    to_come: Sequence[Text]
    """What its policy asks for and is not put yet."""
    archived: Reason | None
    asked: str | None
    """The survey that was put with the click that led here."""


def evaluation_page(
    here: CohortContext,
    surveys: Sequence[AskedSurvey],
    responses: Mapping[UUID, Response],
    now: datetime,
    *,
    zone: str,
    asked: str = "",
) -> EvaluationPage:
    """The page. `zone`: the reader's. `asked`: the key of the survey that was put just now."""
    keys = {own.survey.key for own in surveys}
    states = [survey_state(here, own, responses[own.survey.id], zone, now) for own in surveys]
    return EvaluationPage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        surveys=states,
        to_come=[
            _("“{survey:key}” opens by itself after the last session.", survey=key)
            for key in here.policy.surveys
            if key not in keys
        ],
        archived=why_not_change(here.cohort.archived_at),
        asked=next((own.title for own in surveys if own.survey.key == asked), None),
    )
