"""How far a survey is: when it opens, how many have answered, since when it is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local, long_on_both_clocks
from app.outcomes.results.queries import AskedSurvey
from app.site.manage.cohorts.evaluation.words import MODES
from app.site.manage.cohorts.page import path_of
from app.surveys.models import Survey
from app.surveys.queries import Response
from app.surveys.rules import FEWEST, is_counted, why_not_close
from app.web.parts import Badge


@dataclass(frozen=True)
class SurveyState:
    """One survey, and what can be done with it now."""

    title: str
    path: str
    badge: Badge
    sentences: Sequence[Text]
    mode: Text
    means: Text
    has_results: bool
    can_close: bool
    """Whether it is open, so that people can be reminded, too."""


def evaluation_path(here: CohortContext) -> str:
    """The address of all surveys of a cohort."""
    return f"{path_of(here)}/evaluation"


def survey_state(
    here: CohortContext, asked: AskedSurvey, response: Response, zone: str, now: datetime
) -> SurveyState:
    """How far a survey is. `zone`: the reader's."""
    survey = asked.survey
    words = MODES[survey.mode]
    return SurveyState(
        title=asked.title,
        path=f"{evaluation_path(here)}/{survey.key}",
        badge=_badge(survey, now),
        sentences=[*_answered(survey, response, now), _when(here, survey, zone, now)],
        mode=words.name,
        means=words.means,
        has_results=survey.closed_at is not None,
        can_close=why_not_close(survey, now) is None,
    )


def _badge(survey: Survey, now: datetime) -> Badge:
    if survey.closed_at is not None:
        return Badge(pgettext("of a survey", "Closed"), "neutral")
    if now < survey.opens_at:
        return Badge(pgettext("of a survey", "To come"), "neutral")
    return Badge(pgettext("of a survey", "Open"), "good")


def _answered(survey: Survey, response: Response, now: datetime) -> list[Text]:
    if now < survey.opens_at:
        return [
            ngettext("{count} person is asked.", "{count} people are asked.", count=response.asked)
        ]
    if not is_counted(response.done) and survey.closed_at is not None:
        return [_("Fewer than {fewest} of {asked} answered.", fewest=FEWEST, asked=response.asked)]
    if not is_counted(response.done):
        return [
            _(
                "Fewer than {fewest} of {asked} have answered. How many is told from {fewest} on.",
                fewest=FEWEST,
                asked=response.asked,
            )
        ]
    return [_("{done} of {asked} have answered.", done=response.done, asked=response.asked)]


def _when(here: CohortContext, survey: Survey, zone: str, now: datetime) -> Text:
    cohort = here.cohort
    if survey.closed_at is not None:
        since = long_on_both_clocks(survey.closed_at, cohort.zone, zone)
        opened = local(survey.opens_at, cohort.zone)
        return _("It was open from {opened:date} until {since}.", opened=opened, since=since)
    closes = long_on_both_clocks(survey.closes_at, cohort.zone, zone)
    if now < survey.opens_at:
        opens = long_on_both_clocks(survey.opens_at, cohort.zone, zone)
        return _("It opens {opens}, and closes {closes}.", opens=opens, closes=closes)
    return _("It closes {closes}. Results are shown from then on.", closes=closes)
