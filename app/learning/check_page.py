"""A module's knowledge check, on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.loaders import Seat
from app.cohorts.queries import UnitRow
from app.content.schema import ModuleData, Question


@dataclass(frozen=True)
class QuestionRow:
    """One knowledge-check question with the learner's answer, if there is one."""

    question: Question
    chosen: int | None

    @property
    def options(self) -> list[tuple[str, str]]:
        """(value, label) pairs for the radios."""
        return [(str(i), option.text) for i, option in enumerate(self.question.options)]


@dataclass(frozen=True)
class CheckPage:
    """The questions, with feedback on each answer that was given."""

    eyebrow: str
    title: str
    path: str
    questions: Sequence[QuestionRow]


def check_page(
    seat: Seat, unit: UnitRow, module: ModuleData, answers: Mapping[str, int]
) -> CheckPage:
    """The knowledge check of an open unit."""
    return CheckPage(
        eyebrow=f"{seat.label(unit.position)}: {unit.title}",
        title="Check what you know",
        path=f"{seat.path}/units/{unit.position}",
        questions=[_row(question, answers) for question in _questions(module)],
    )


def has_option(module: ModuleData, question_id: str, option: int) -> bool:
    """Whether the module's knowledge check has this question with this option."""
    return any(
        question.id == question_id and option < len(question.options)
        for question in _questions(module)
    )


def _questions(module: ModuleData) -> Sequence[Question]:
    return module.check.questions if module.check else ()


def _row(question: Question, answers: Mapping[str, int]) -> QuestionRow:
    chosen = answers.get(question.id)
    known = chosen if chosen is not None and chosen < len(question.options) else None
    return QuestionRow(question, known)
