"""A module's knowledge check, on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.library import ModuleVersion
from app.language import Text, _
from app.language.reasons import Reason
from app.learning.checks.rules import CheckLevel, check_level
from app.packs.schema import ModuleData, Question
from app.web.parts import Option


@dataclass(frozen=True)
class QuestionRow:
    """One knowledge-check question with the learner's answer, if there is one."""

    question: Question
    chosen: int | None

    @property
    def options(self) -> list[Option]:
        """For the radios."""
        return [Option(i, option.text) for i, option in enumerate(self.question.options)]


@dataclass(frozen=True)
class KnowledgeCheckPage:
    """The questions, with feedback on each answer that was given."""

    eyebrow: str
    title: Text
    path: str
    module_hash: str
    questions: Sequence[QuestionRow]
    note: Reason | None
    """Why an answer was not kept."""
    level: CheckLevel | None = field(default=None, kw_only=True)
    """How much must be right to sign; None: nothing depends on it."""
    language: str = field(kw_only=True)
    """Of the questions."""


def check_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    module: ModuleVersion,
    chosen: Mapping[str, int],
    *,
    note: Reason | None = None,
) -> KnowledgeCheckPage:
    """The knowledge check of an open unit. `chosen`: the option of each question answered."""
    return KnowledgeCheckPage(
        eyebrow=f"{learner.label(unit.position)}: {unit.title}",
        title=_("Check what you know"),
        path=f"{learner.path}/units/{unit.position}",
        module_hash=module.hash,
        questions=[
            QuestionRow(question, chosen.get(question.id)) for question in _questions(module.data)
        ],
        note=note,
        language=learner.program.language,
        level=check_level(module.data, chosen, learner.policy.check_percent),
    )


def has_option(module: ModuleData, question_id: str, option: int) -> bool:
    """Whether the module's knowledge check has this question with this option."""
    question = _question(module, question_id)
    return question is not None and option < len(question.options)


def _questions(module: ModuleData) -> Sequence[Question]:
    return module.check.questions if module.check else ()


def _question(module: ModuleData, question_id: str) -> Question | None:
    return next((question for question in _questions(module) if question.id == question_id), None)
