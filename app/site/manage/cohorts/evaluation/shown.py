"""The questions of a survey as they are shown: screen by screen, each with what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.outcomes.results.records import SurveyResults
from app.packs.instruments.schema import ItemGroup
from app.site.manage.cohorts.evaluation.others import OwnQuestion, own_question
from app.site.manage.cohorts.evaluation.scales import ScaleTable, scale_table
from app.site.manage.cohorts.evaluation.texts import Quotes


@dataclass(frozen=True)
class ShownGroup:
    """The questions of one screen."""

    title: str
    intro: str | None
    parts: Sequence[ScaleTable | OwnQuestion]


def shown_groups(results: SurveyResults, quotes: Quotes) -> list[ShownGroup]:
    """Everything that was answered, in the order of asking."""
    return [_group(results, group, quotes) for group in results.instrument.groups]


def _group(results: SurveyResults, group: ItemGroup, quotes: Quotes) -> ShownGroup:
    own = [question for question in results.questions if question.code in set(group.items)]
    by_scale = groupby(own, key=lambda question: results.instrument.by_code[question.code].scale)
    parts: list[ScaleTable | OwnQuestion] = []
    for scale, questions in by_scale:
        if scale is None:
            parts += [own_question(results.instrument, question, quotes) for question in questions]
        else:
            parts.append(scale_table(results.instrument, scale, questions))
    return ShownGroup(group.title, group.intro, parts)
