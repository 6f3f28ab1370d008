"""Whether the questions of each score belong together, as a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.cohorts.context import CohortContext
from app.language import _
from app.language.styles import number
from app.outcomes.results.queries import SurveyWithInstrument
from app.packs.instruments.schema import InstrumentData, Perspective
from app.site.manage.cohorts.evaluation.scores import NumbersTable, Row, score_title
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.manage.cohorts.evaluation.told import two_places
from app.site.manage.cohorts.evaluation.words import time_of
from app.site.manage.cohorts.page import path_of


class Bounds(Protocol):
    """From where to where an interval reaches."""

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


class Reliable(Protocol):
    """What is shown of the reliability of a score."""

    @property
    def n(self) -> int: ...

    @property
    def k(self) -> int: ...

    @property
    def alpha(self) -> float: ...

    @property
    def ci(self) -> Bounds: ...

    @property
    def omega(self) -> float | None: ...


class Computed(Protocol):
    """`outcomes.results.consistency.Consistency`, which takes seconds to import."""

    @property
    def code(self) -> str: ...

    @property
    def time(self) -> Perspective: ...

    @property
    def found(self) -> Reliable | None: ...


@dataclass(frozen=True)
class ReliabilityPage:
    """The reliability of each score of a survey."""

    cohort: str
    path: str
    here: str
    survey: str
    survey_title: str
    table: NumbersTable


def reliability_page(
    here: CohortContext, own: SurveyWithInstrument, computed: Sequence[Computed]
) -> ReliabilityPage:
    """The page; scores that fewer than 30 people answered in full are refused."""
    return ReliabilityPage(
        cohort=here.cohort.title,
        path=path_of(here),
        here=evaluation_path(here),
        survey=f"{evaluation_path(here)}/{own.survey.key}",
        survey_title=own.title,
        table=_table(own.questions, computed),
    )


def _table(instrument: InstrumentData, computed: Sequence[Computed]) -> NumbersTable:
    return NumbersTable(
        _("How far the questions of each score belong together"),
        [
            *(_("Score"), _("About"), _("People"), _("Questions")),
            *(_("Alpha"), _("95% interval"), _("Omega")),
        ],
        [_row(instrument, own) for own in computed],
        _("Of those who answered all questions of a score. The interval is Feldt’s."),
    )


def _row(instrument: InstrumentData, own: Computed) -> Row:
    name, time = score_title(instrument, own.code), time_of(instrument, own.time)
    found = own.found
    if found is None:
        return Row(name, about=time)
    interval = _("{low} to {high}", low=two_places(found.ci.low), high=two_places(found.ci.high))
    counts = [number(found.n), number(found.k)]
    return Row(name, [time, *counts, two_places(found.alpha), interval, two_places(found.omega)])
