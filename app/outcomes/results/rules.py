"""What may be told of the answers to a survey, and when they are settled; pure.

Choices:

- The group that is told of is everybody who answered a question. With fewer than five of them
  nothing is told; with more, all that they answered: who chose which point is no group that
  anybody can be known to be in.
- Texts, quartiles and deviations of fewer than ten are left out, since they are close to each.
- Texts stand in an order of their own question, so that no two of one person can be put together.
- What is told once the survey has closed stays: what comes later is added by tens.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from app.outcomes.analysis.distributions import Distribution
from app.outcomes.results.counting import enough, question_results
from app.outcomes.results.records import (
    AnsweredSurvey,
    Choices,
    InCohort,
    Points,
    QuestionResult,
    Sheet,
    SurveyResults,
    ToldQuestions,
)
from app.outcomes.results.scored import asked_times, means, score_results, shifts
from app.packs.instruments.schema import InstrumentData

LATE = 10
"""So many answers that came after the close are added together, and never fewer."""


class Sent(Protocol):
    """One sheet as it was sent; without a moment where it is anonymous."""

    @property
    def answers(self) -> Sheet: ...

    @property
    def sent_at(self) -> datetime | None: ...


def settled(sheets: Iterable[Sent], closed_at: datetime) -> list[Sheet]:
    """The sheets that count: those from before the close, and whole tens of those after it.

    Anonymous ones have no moment; where they are kept sees to the same (`surveys`).
    """
    found = list(sheets)
    late = sorted(
        (sheet.sent_at, at)
        for at, sheet in enumerate(found)
        if sheet.sent_at is not None and sheet.sent_at > closed_at
    )
    left = {at for _, at in late[len(late) - len(late) % LATE :]}
    return [sheet.answers for at, sheet in enumerate(found) if at not in left]


def results(
    instrument: InstrumentData,
    sheets: Sequence[Sheet],
    *,
    asks_then: bool,
    before: Sequence[Sheet] = (),
) -> SurveyResults:
    """All that a survey found. `before`: the sheets of an earlier one of the same instrument."""
    if not enough(len(sheets)):
        return SurveyResults(instrument, None, (), (), ())
    times = asked_times(instrument, asks_then=asks_then)
    found = {time: means(instrument, sheets, time) for time in times}
    earlier = means(instrument, before, "now") if before and len(times) > 1 else None
    return SurveyResults(
        instrument,
        len(sheets),
        question_results(instrument, sheets, asks_then=asks_then),
        score_results(found),
        shifts(found, earlier),
    )


def told_questions(survey: AnsweredSurvey) -> ToldQuestions:
    """What may be told of every question of one survey, to stand beside those of others."""
    own = question_results(survey.instrument, survey.sheets, asks_then=survey.asks_then)
    return ToldQuestions(
        survey.cohort, survey.instrument, own if enough(len(survey.sheets)) else ()
    )


def beside(own: SurveyResults, earlier: Iterable[ToldQuestions]) -> dict[str, list[InCohort]]:
    """What earlier cohorts answered to each question about now, where the scale is the same.

    By code, and only of questions that any of them was asked. Cohorts of whom too few answered are
    left out.
    """
    others = list(earlier)
    found = {
        question.code: [
            _in_cohort(told.cohort, points) for told, points in _alike(question, others)
        ]
        for question in own.questions
        if question.time == "now"
    }
    return {code: cohorts for code, cohorts in found.items() if cohorts}


def _alike(
    question: QuestionResult, others: Iterable[ToldQuestions]
) -> Iterator[tuple[ToldQuestions, Distribution]]:
    points = _points(question)
    for told in others:
        theirs = _points(next((q for q in told.questions if _is_same(q, question)), None))
        if points and theirs and (points.low, points.high) == (theirs.low, theirs.high):
            yield told, theirs


def _is_same(one: QuestionResult, other: QuestionResult) -> bool:
    return (one.code, one.time) == (other.code, other.time)


def _points(result: QuestionResult | None) -> Distribution | None:
    found = result.found if result else None
    return found.distribution if isinstance(found, Points) else None


def in_cohort(cohort: str, question: QuestionResult) -> InCohort | None:
    """What one cohort answered to a question; None: it is on no scale, or too few answered."""
    points = _points(question)
    return _in_cohort(cohort, points) if points else None


def _in_cohort(cohort: str, points: Distribution) -> InCohort:
    assert points.mean is not None  # five or more answered
    return InCohort(cohort, points.n, points.mean, sum(points.counts[-2:]))


def answers_counted(
    instrument: InstrumentData, question: QuestionResult
) -> Iterator[tuple[str | int, str, int]]:
    """How many gave each answer to a question: its code, its words, the people."""
    item, found = instrument.by_code[question.code], question.found
    scale = instrument.scale_of(item)
    if isinstance(found, Points) and scale is not None:
        for point, count in zip(scale.points, found.distribution.counts, strict=True):
            yield point, scale.anchors.get(str(point), ""), count
    if isinstance(found, Choices):
        for option in item.options:
            yield option.code, option.text, found.counts[option.code]
