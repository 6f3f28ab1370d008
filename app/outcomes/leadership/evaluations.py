"""From the final evaluations of some cohorts to what a report tells of them. Pure.

Cohorts are put together question by question, each only where enough answered it there: what its
coordinators can read of one cohort is all that a difference of two reports can tell.
"""

from collections.abc import Iterator, Sequence

from app.outcomes.leadership.answers import EvaluationSummary
from app.outcomes.results.records import AnsweredSurvey, InCohort, ToldQuestions
from app.outcomes.results.rules import in_cohort, told_questions
from app.packs.instruments.schema import InstrumentData, Item

MOST = 5
"""So many questions have room: the first ones that are asked."""


def summaries(surveys: Sequence[AnsweredSurvey]) -> list[EvaluationSummary]:
    """How the questions of the newest evaluation were answered, wherever they were asked.

    `surveys`: the newest first. A question is the same where its words and its scale are.
    """
    if not surveys:
        return []
    newest = surveys[0].instrument
    told = [told_questions(own) for own in surveys]
    asked = [newest.by_code[code] for group in newest.groups for code in group.items]
    found = (_summary(item, newest, told) for item in asked if item.kind == "likert")
    return [own for own in found if own is not None][:MOST]


def _summary(
    item: Item, newest: InstrumentData, told: Sequence[ToldQuestions]
) -> EvaluationSummary | None:
    own = list(_of_cohorts(item, newest, told))
    people = sum(cohort.people for cohort in own)
    if not people:
        return None
    return EvaluationSummary(item.text or "", people, sum(cohort.top_two for cohort in own))


def _of_cohorts(
    item: Item, newest: InstrumentData, told: Sequence[ToldQuestions]
) -> Iterator[InCohort]:
    for survey in told:
        other = survey.instrument.by_code.get(item.code)
        if other is None or not _is_same(item, newest, other, survey.instrument):
            continue
        for question in survey.questions:
            if (question.code, question.time) == (item.code, "now"):
                found = in_cohort(survey.cohort, question)
                if found is not None:
                    yield found


def _is_same(item: Item, newest: InstrumentData, other: Item, older: InstrumentData) -> bool:
    scale, theirs = newest.scale_of(item), older.scale_of(other)
    return (
        item.text == other.text
        and scale is not None
        and theirs is not None
        and (scale.low, scale.high) == (theirs.low, theirs.high)
    )
