"""The tables of scores: now, looking back, and beside earlier cohorts."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.language import Text, _
from app.language.styles import number
from app.outcomes.results.records import (
    InCohort,
    ScoreResult,
    Shift,
    SurveyResults,
    ToldQuestions,
)
from app.outcomes.results.rules import beside, in_cohort
from app.packs.instruments.names import COMPOSITE
from app.packs.instruments.schema import InstrumentData
from app.site.manage.cohorts.evaluation.bars import sparkline
from app.site.manage.cohorts.evaluation.told import percent_of, two_places
from app.site.manage.cohorts.evaluation.words import time_of


@dataclass(frozen=True)
class Row:
    """One line of a table. Without cells, too few are told of."""

    name: Text
    cells: Sequence[Text] = ()
    line: str = ""
    """The points of a small line over the cohorts."""
    about: Text = ""


@dataclass(frozen=True)
class NumbersTable:
    """A table of numbers; the first header is of the rows' names."""

    title: Text
    headers: Sequence[Text]
    rows: Sequence[Row]
    note: Text = ""


def score_title(instrument: InstrumentData, code: str) -> str:
    """What a score is called."""
    if code == COMPOSITE and instrument.composite:
        return instrument.composite.title
    return next(own.title for own in instrument.subscales if own.code == code)


def scores_table(results: SurveyResults) -> NumbersTable:
    """Each score of everybody who answered enough for it, about each time by itself."""
    return NumbersTable(
        _("Scores"),
        [_("Score"), _("About"), _("People"), _("Mean"), _("Standard deviation")],
        [_score(results.instrument, score) for score in results.scores],
        _("A score is the mean of a person’s answers; with too few of them there is none."),
    )


def _score(instrument: InstrumentData, score: ScoreResult) -> Row:
    name, time = score_title(instrument, score.code), time_of(instrument, score.time)
    if score.people is None:
        return Row(name, about=time)
    cells = [number(score.people), two_places(score.mean), two_places(score.deviation)]
    return Row(name, [time, *cells])


def shifts_table(results: SurveyResults) -> NumbersTable:
    """Now beside then of the same people, and the response shift where there was one before."""
    instrument = results.instrument
    return NumbersTable(
        _("Looking back"),
        [
            _("Score"),
            _("People"),
            time_of(instrument, "now"),
            time_of(instrument, "then"),
            _("Change, looking back"),
            _("Answered before"),
            _("Response shift"),
        ],
        [_shift(instrument, shift) for shift in results.shifts],
        _(
            "Two ways to see a change, which are never put together: what people say now of now "
            "and of then, and what they said before. The response shift is then less before: "
            "negative if people, looking back, see their beginning more critically."
        ),
    )


def _shift(instrument: InstrumentData, shift: Shift) -> Row:
    means = (shift.now, shift.then, shift.change, shift.before, shift.response_shift)
    return Row(score_title(instrument, shift.code), [number(shift.people), *map(two_places, means)])


def beside_table(
    results: SurveyResults, cohort: str, earlier: Sequence[ToldQuestions]
) -> NumbersTable:
    """Each question beside what earlier cohorts answered to it."""
    found = beside(results, earlier)
    named = {told.cohort for cohorts in found.values() for told in cohorts}
    cohorts = [told.cohort for told in earlier if told.cohort in named]
    rows = []
    for question in results.questions:
        own = in_cohort(cohort, question)
        if own is None or question.time == "then" or question.code not in found:
            continue
        all_of_them = {told.cohort: told for told in (*found[question.code], own)}
        told = [all_of_them.get(title) for title in (*cohorts, cohort)]
        text = results.instrument.by_code[question.code].text or question.code
        rows.append(_cohorts_row(text, told))
    return NumbersTable(
        _("Beside earlier cohorts"),
        [_("Question"), *cohorts, cohort],
        rows,
        _("The mean, and how many percent chose one of the two highest points; the line is these."),
    )


def _cohorts_row(text: str, told: Sequence[InCohort | None]) -> Row:
    shares = [_share(own) for own in told if own]
    cells = [_in_words(own) if own else "–" for own in told]
    return Row(text, cells, sparkline(shares))


def _in_words(own: InCohort) -> Text:
    return _("{mean} ({percent}%)", mean=two_places(own.mean), percent=_share(own))


def _share(own: InCohort) -> Decimal:
    return percent_of(own.top_two, own.people)
