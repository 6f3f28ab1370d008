"""One survey: how far it is, and once it is closed, what people answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.cohorts.context import CohortContext
from app.language import Text, ngettext
from app.language.reasons import Reason
from app.outcomes.quotes.queries import Quote
from app.outcomes.results.queries import SurveyWithInstrument
from app.outcomes.results.records import SurveyRead
from app.outcomes.results.rules import results, told_questions
from app.site.manage.cohorts.evaluation.scores import (
    NumbersTable,
    beside_table,
    scores_table,
    shifts_table,
)
from app.site.manage.cohorts.evaluation.shown import ShownGroup, shown_groups
from app.site.manage.cohorts.evaluation.state import SurveyState
from app.site.manage.cohorts.evaluation.texts import Quotes
from app.site.manage.cohorts.page import path_of
from app.web.parts import Link
from app.web.shown import NAMES
from app.web.spreadsheet import Format


@dataclass(frozen=True)
class ShownResults:
    """What people answered."""

    headline: Text
    late: Text | None
    groups: Sequence[ShownGroup]
    tables: Sequence[NumbersTable]
    has_scores: bool
    downloads: Sequence[Link]


@dataclass(frozen=True)
class SurveyPage:
    """One survey of a cohort."""

    cohort: str
    path: str
    """Of the cohort."""
    state: SurveyState
    version: str
    """How the version of the instrument is named."""
    language: str
    results: ShownResults | None
    """None while it is open, and where too few answered."""
    refused: Reason | None
    closed: bool
    """Whether it was closed with the click that led here."""
    job: str | None
    """The work of writing to people, if it was started with the click that led here."""


class Came(NamedTuple):
    """What the click did that led here, and why another could not."""

    closed: bool = False
    job: str | None = None
    refused: Reason | None = None


LOOKED = Came()
"""Nothing was done: somebody looks."""


def survey_page(
    here: CohortContext,
    own: SurveyWithInstrument,
    state: SurveyState,
    read: SurveyRead | None,
    quotes: Sequence[Quote] = (),
    came: Came = LOOKED,
) -> SurveyPage:
    """The page of one survey. `read`: None while it is open."""
    return SurveyPage(
        cohort=here.cohort.title,
        path=path_of(here),
        state=state,
        version=own.hash[:12],
        language=own.questions.language,
        results=shown_results(state.path, read, quotes) if read else None,
        refused=came.refused,
        closed=came.closed and own.survey.closed_at is not None,
        job=came.job,
    )


def shown_results(path: str, read: SurveyRead, quotes: Sequence[Quote]) -> ShownResults | None:
    """What people answered, if they are enough to tell of."""
    own = read.own
    found = results(own.instrument, own.sheets, asks_then=own.asks_then, before=read.before)
    if found.answered is None:
        return None
    earlier = [told_questions(survey) for survey in read.earlier]
    tables = [scores_table(found), shifts_table(found), beside_table(found, own.cohort, earlier)]
    return ShownResults(
        headline=_headline(read, found.answered),
        late=_late(read.late),
        groups=shown_groups(found, Quotes.of(path, quotes)),
        tables=[table for table in tables if table.rows],
        has_scores=bool(found.scores),
        downloads=[Link(NAMES[as_], f"{path}?format={as_}") for as_ in Format],
    )


def _headline(read: SurveyRead, answered: int) -> Text:
    return ngettext(
        "{answered} of {count} person answered.",
        "{answered} of {count} people answered.",
        count=read.asked,
        answered=answered,
    )


def _late(late: int) -> Text | None:
    """What came after the close does not change what is shown."""
    if not late:
        return None
    return ngettext(
        "{count} answer is not counted: it came when it was too few to add to the others. Late "
        "ones are added when ten or more of them wait.",
        "{count} answers are not counted: they came when they were too few to add to the others. "
        "Late ones are added when ten or more of them wait.",
        count=late,
    )
