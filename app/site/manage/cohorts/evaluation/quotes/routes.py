"""Releasing what somebody wrote for the leaders' report, and taking that back."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.core.errors import NotFoundError, RefusedError
from app.outcomes.quotes.actions import release, withdraw
from app.outcomes.quotes.queries import quote_in
from app.outcomes.quotes.rules import NOT_WRITTEN
from app.outcomes.results.queries import SurveyWithInstrument, read_survey
from app.policy.table import Action
from app.site.manage.cohorts.evaluation.loaders import load_survey
from app.site.manage.cohorts.evaluation.quotes.forms import QuoteForm
from app.site.manage.cohorts.evaluation.quotes.page import quote_page, written_to
from app.site.manage.cohorts.evaluation.responses import survey_response
from app.site.manage.cohorts.evaluation.results import Came
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/evaluation/{survey}/quotes/new")
@allows(Action.EVALUATION_CHANGE)
def show_quote(
    visit: ReadVisit, cohort: str, survey: str, question: str = "", source: str = ""
) -> Response:
    """A text, and what leaders would read of it."""
    here, own = load_survey(visit, cohort, survey)
    return _form(visit, here, own, question, source, FormState())


@routes.post("/manage/cohorts/{cohort}/evaluation/{survey}/quotes/new")
@allows(Action.EVALUATION_CHANGE)
def release_quote(visit: WriteVisit, cohort: str, survey: str, submitted: Submitted) -> Response:
    """Let leaders read it."""
    here, own = load_survey(visit, cohort, survey)
    try:
        form = parse(QuoteForm, submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        question, source = (invalid.values.get(name, "") for name in ("question", "source"))
        return _form(visit, here, own, question, source, state)
    written = _written(visit, here, own, form.question, form.source)
    by, now = visit.actor.person_id, visit.now
    try:
        release(visit.db, own.survey, form.question, form.text, written=written, by=by, now=now)
    except RefusedError as refused:
        state = FormState(typed(submitted), {"text": refused.reason})
        return _form(visit, here, own, form.question, form.source, state)
    return see_other(f"{evaluation_path(here)}/{survey}#{form.question}")


@routes.post("/manage/cohorts/{cohort}/evaluation/{survey}/quotes/{quote}/withdrawal")
@allows(Action.EVALUATION_CHANGE)
def withdraw_quote(visit: WriteVisit, cohort: str, survey: str, quote: UUID) -> Response:
    """Let leaders read it no more."""
    here, own = load_survey(visit, cohort, survey)
    found = quote_in(visit.db, own.survey.id, quote)
    if found is None:
        raise NotFoundError
    by, now = visit.actor.person_id, visit.now
    visit.attempt(lambda: withdraw(visit.db, own.survey, found, by=by, now=now))
    return see_other(f"{evaluation_path(here)}/{survey}#{found.question}")


def _written(
    visit: Visit, here: CohortContext, own: SurveyWithInstrument, question: str, source: str
) -> str | None:
    """The text as it was written; None for one that nobody may see."""
    if own.survey.closed_at is None:
        return None
    return written_to(read_survey(visit.db, here, own), question, source)


def _form(
    visit: Visit,
    here: CohortContext,
    own: SurveyWithInstrument,
    question: str,
    source: str,
    form: FormState,
) -> Response:
    written = _written(visit, here, own, question, source)
    if written is None:
        return survey_response(visit, here, own, Came(refused=NOT_WRITTEN))
    page = quote_page(here, own, question, written, form)
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/evaluation/quotes/quote.html", page, status=status)
