"""The check pages before a survey is closed, and before people are reminded of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.outcomes.results.queries import AskedSurvey
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.manage.cohorts.page import path_of
from app.surveys.asking.rules import Invitee, reminded, why_not_remind
from app.surveys.rules import FEWEST, is_told, why_not_close


@dataclass(frozen=True)
class CheckPage:
    """What follows, and the one button."""

    cohort: str
    path: str
    here: str
    survey: str
    """The address of the survey."""
    survey_title: str
    title: Text
    follows: Sequence[Text]
    button: Text
    action: str
    why_not: Reason | None


def closing_page(
    here: CohortContext, own: AskedSurvey, now: datetime, refused: Reason | None = None
) -> CheckPage:
    """Before a survey is closed."""
    why_not = refused or why_not_change(here.cohort.archived_at) or why_not_close(own.survey, now)
    return _page(
        here,
        own,
        title=_("Close “{survey}” now", survey=own.title),
        follows=(
            _("Its results are shown from then on, to you and to other coordinators."),
            _("It cannot be opened again."),
            _("Nobody is reminded of it any more. Who is late can still answer."),
            _(
                "Late answers are added when ten or more of them wait, so that nobody’s can be "
                "told from the difference."
            ),
        ),
        button=_("Close it for good"),
        act="close",
        why_not=why_not,
    )


def reminding_page(
    here: CohortContext,
    own: AskedSurvey,
    people: Sequence[Invitee],
    written_at: datetime | None,
    now: datetime,
    refused: Reason | None = None,
) -> CheckPage:
    """Before people are reminded of a survey."""
    survey = own.survey
    archived = why_not_change(here.cohort.archived_at)
    cannot = why_not_remind(survey.opens_at, survey.closed_at, written_at, people, now)
    count = len(reminded(people))
    return _page(
        here,
        own,
        title=_("Remind people of “{survey}”", survey=own.title),
        follows=(_whom(people, count), _("Each letter has a link of its own.")),
        button=ngettext("Remind {count} person", "Remind {count} people", count=count),
        act="reminders",
        why_not=refused or archived or cannot,
    )


def _whom(people: Sequence[Invitee], count: int) -> Text:
    if is_told(sum(person.is_done for person in people), is_closed=False):
        return ngettext(
            "{count} person who has not answered gets a letter.",
            "{count} people who have not answered get a letter.",
            count=count,
        )
    return _(
        "Fewer than {fewest} have answered. Until then a reminder goes to all {count}, since the "
        "list of letters would tell who has answered. The letter thanks those who have.",
        fewest=FEWEST,
        count=count,
    )


def _page(
    here: CohortContext,
    own: AskedSurvey,
    *,
    title: Text,
    follows: Sequence[Text],
    button: Text,
    act: str,
    why_not: Reason | None,
) -> CheckPage:
    path = f"{evaluation_path(here)}/{own.survey.key}"
    return CheckPage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        survey=path,
        survey_title=own.title,
        title=title,
        follows=follows,
        button=button,
        action=f"{path}/{act}",
        why_not=why_not,
    )
