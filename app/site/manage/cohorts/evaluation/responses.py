"""The page of one survey, as several handlers answer with it."""

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.outcomes.quotes.queries import quotes_of
from app.outcomes.results.queries import SurveyWithInstrument, read_survey
from app.site.manage.cohorts.evaluation.results import Came, survey_page
from app.site.manage.cohorts.evaluation.state import survey_state
from app.site.visits import Visit
from app.surveys.queries import count_done
from app.web.pages import render


def survey_response(
    visit: Visit, here: CohortContext, own: SurveyWithInstrument, came: Came
) -> Response:
    """One survey, with its results once it is closed. `came`: what the click did that led here."""
    is_closed = own.survey.closed_at is not None
    read = read_survey(visit.db, here, own) if is_closed else None
    quotes = quotes_of(visit.db, [own.survey.id])
    response = count_done(visit.db, [own.survey.id])[own.survey.id]
    state = survey_state(here, own, response, visit.actor.zone, visit.now)
    page = survey_page(here, own, state, read, quotes, came)
    status = 422 if came.refused else 200
    return render(visit.request, "manage/cohorts/evaluation/survey.html", page, status=status)
