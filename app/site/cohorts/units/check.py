"""A module's knowledge check, on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.content.shown import ModuleVersion
from app.language import Text, _
from app.language.reasons import Reason
from app.learning.checks.rules import (
    CheckLevel,
    ObjectiveResult,
    check_level,
    results_by_objective,
    shown_order,
)
from app.packs.schema import ModuleData, Question
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class QuestionRow:
    """One knowledge-check question with the learner's answer, if there is one."""

    question: Question
    chosen: int | None
    order: Sequence[int] | None = None
    """In which its options are shown, each by its place in the text; None: as they stand there."""

    @property
    def options(self) -> list[Option]:
        """For the radios: what is sent is an option's place in the text, wherever it is shown."""
        texts = self.question.options
        order = range(len(texts)) if self.order is None else self.order
        return [Option(place, texts[place].text) for place in order]


@dataclass(frozen=True)
class CheckResult:
    """How the whole check went."""

    right: int
    total: int
    objectives: Sequence[ObjectiveResult]
    text: str
    """Where what was asked can be read again."""


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
    form: FormState = field(default_factory=FormState, kw_only=True)
    """What is wrong with what was sent, by the id of the question's first option."""
    result: CheckResult | None = field(default=None, kw_only=True)
    """Once every question has an answer."""
    language: str = field(kw_only=True)
    """Of the questions."""


def check_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    module: ModuleVersion,
    chosen: Mapping[str, int],
    *,
    note: Reason | None = None,
    form: FormState | None = None,
) -> KnowledgeCheckPage:
    """The knowledge check of an open unit. `chosen`: the option of each question answered."""
    path = f"{learner.path}/units/{unit.position}"
    asked = str(learner.enrollment.id)
    return KnowledgeCheckPage(
        eyebrow=f"{learner.label(unit.position)}: {unit.title}",
        title=_("Check what you know"),
        path=path,
        module_hash=module.hash,
        questions=[
            QuestionRow(question, chosen.get(question.id), shown_order(question, asked))
            for question in _questions(module.data)
        ],
        form=_at_question(form, module.data),
        result=check_result(module.data, chosen, path),
        note=note,
        language=learner.program.language,
        level=check_level(module.data, chosen, learner.policy.check_percent),
    )


def check_result(module: ModuleData, chosen: Mapping[str, int], path: str) -> CheckResult | None:
    """The result, once every question has an answer. `path`: of the unit."""
    questions = _questions(module)
    if not questions or any(question.id not in chosen for question in questions):
        return None
    objectives = results_by_objective(module, chosen)
    right = sum(objective.right for objective in objectives)
    return CheckResult(right, len(questions), objectives, f"{path}#module")


def _at_question(form: FormState | None, module: ModuleData) -> FormState:
    """What is wrong, told at the question that was answered: each is a form of its own."""
    if form is None:
        return FormState()
    asked = [question.id for question in _questions(module)]
    of = form.value("question")
    sentence = next(iter(form.errors.values()))
    if "option" in form.errors and of in asked:
        sentence = _("Choose an answer to question {number}.", number=asked.index(of) + 1)
    return FormState(form.values, {f"option-{of}": sentence})


def has_option(module: ModuleData, question_id: str, option: int) -> bool:
    """Whether the module's knowledge check has this question with this option."""
    question = _question(module, question_id)
    return question is not None and option < len(question.options)


def _questions(module: ModuleData) -> Sequence[Question]:
    return module.check.questions if module.check else ()


def _question(module: ModuleData, question_id: str) -> Question | None:
    return next((question for question in _questions(module) if question.id == question_id), None)
