"""The form with which a quote is released."""

from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.outcomes.quotes.rules import source_of
from app.outcomes.results.queries import SurveyWithInstrument
from app.outcomes.results.records import SurveyRead, Texts
from app.outcomes.results.rules import told_questions
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState


@dataclass(frozen=True)
class QuotePage:
    """One text, and what leaders would read of it."""

    cohort: str
    path: str
    here: str
    survey: str
    survey_title: str
    question: str
    """Its code, and its text."""
    question_text: str
    source: str
    written: str
    language: str
    form: FormState


def written_to(read: SurveyRead, question: str, source: str) -> str | None:
    """The text that a question was answered with, if it may be shown."""
    for told in told_questions(read.own).questions:
        if told.code == question and isinstance(told.found, Texts):
            return next((text for text in told.found.texts if source_of(text) == source), None)
    return None


def quote_page(
    here: CohortContext, own: SurveyWithInstrument, question: str, written: str, form: FormState
) -> QuotePage:
    """The page of a text that may be shown."""
    return QuotePage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        survey=f"{evaluation_path(here)}/{own.survey.key}",
        survey_title=own.title,
        question=question,
        question_text=own.questions.by_code[question].text or question,
        source=source_of(written),
        written=written,
        language=own.questions.language,
        form=form,
    )
