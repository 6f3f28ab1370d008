"""From the final evaluations of some cohorts to what a report tells of them. Pure.

Cohorts are put together question by question, each only where enough answered it there: what its
coordinators can read of one cohort is all that a difference of two reports can tell. How many were
asked is told of none, where in one of them few did not answer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.cohorts.institutions.rules import is_told
from app.outcomes.leadership.answers import EvaluationSummary
from app.outcomes.results.records import AnsweredSurvey, InCohort, ToldQuestions
from app.outcomes.results.rules import in_cohort, told_questions
from app.packs.instruments.schema import InstrumentData, Item

MOST = 5
"""So many questions have room: the first ones that are asked."""


class _Survey(NamedTuple):
    """What may be told of one survey, and how many it asks."""

    told: ToldQuestions
    asked: int


class _Answered(NamedTuple):
    """What one cohort answered to a question, and of how many."""

    found: InCohort
    asked: int


def summaries(surveys: Sequence[AnsweredSurvey], asked: Sequence[int]) -> list[EvaluationSummary]:
    """How the questions of the newest evaluation were answered, wherever they were asked.

    `surveys`: the newest first; `asked`: how many people each of them asks. A question is the same
    where its words and its scale are.
    """
    if not surveys:
        return []
    newest = surveys[0].instrument
    told = [_Survey(told_questions(own), n) for own, n in zip(surveys, asked, strict=True)]
    items = [newest.by_code[code] for group in newest.groups for code in group.items]
    found = (_summary(item, newest, told) for item in items if item.kind == "likert")
    return [own for own in found if own is not None][:MOST]


def _summary(
    item: Item, newest: InstrumentData, surveys: Sequence[_Survey]
) -> EvaluationSummary | None:
    own = list(_of_cohorts(item, newest, surveys))
    if not own:
        return None
    is_shown = all(is_told(cohort.asked - cohort.found.people) for cohort in own)
    return EvaluationSummary(
        question=item.text or "",
        n=sum(cohort.found.people for cohort in own),
        top=sum(cohort.found.top_two for cohort in own),
        cohorts=list(dict.fromkeys(cohort.found.cohort for cohort in own)),
        asked=sum(cohort.asked for cohort in own) if is_shown else None,
    )


def _of_cohorts(
    item: Item, newest: InstrumentData, surveys: Sequence[_Survey]
) -> Iterator[_Answered]:
    for survey, asked in surveys:
        other = survey.instrument.by_code.get(item.code)
        if other is None or not _is_same(item, newest, other, survey.instrument):
            continue
        for question in survey.questions:
            if (question.code, question.time) == (item.code, "now"):
                found = in_cohort(survey.cohort, question)
                if found is not None and found.people:
                    yield _Answered(found, asked)


def _is_same(item: Item, newest: InstrumentData, other: Item, older: InstrumentData) -> bool:
    scale, theirs = newest.scale_of(item), older.scale_of(other)
    return (
        item.text == other.text
        and scale is not None
        and theirs is not None
        and (scale.low, scale.high) == (theirs.low, theirs.high)
    )
