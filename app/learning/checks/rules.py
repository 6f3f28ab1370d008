"""How far a knowledge check is, whose answers count, and in which order they are asked; pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.packs.schema import ModuleData, Question


@dataclass(frozen=True)
class CheckLevel:
    """How much of a knowledge check must be right before its module can be signed."""

    needed: int
    """Percent."""
    right: int
    total: int

    @property
    def reached(self) -> bool:
        """Whether enough is right."""
        return self.right * 100 >= self.needed * self.total


def check_level(
    module: ModuleData, chosen: Mapping[str, int], needed: int | None
) -> CheckLevel | None:
    """The level of a module's check; None where the policy or the module asks for none.

    `chosen`: the option that was chosen of each question. `needed`: percent.
    """
    if needed is None or module.check is None:
        return None
    questions = module.check.questions
    right = sum(_is_right(question, chosen) for question in questions)
    return CheckLevel(needed, right, len(questions))


def is_same_question(asked: Question | None, shown: Question) -> bool:
    """Whether an answer to one holds for the other: the same words to choose from."""
    if asked is None or asked.text != shown.text:
        return False
    return [option.text for option in asked.options] == [option.text for option in shown.options]


def shown_order(question: Question, asked: str) -> list[int]:
    """The order in which one person is shown a question's options, each by its place in the text.

    It is another one for each person and the same each time, so nobody learns that the second is
    right, and nobody finds their answer elsewhere. `asked`: what stands for the person.
    """

    def place(option: int) -> bytes:
        return hashlib.sha256(f"{asked}/{question.id}/{option}".encode()).digest()

    return sorted(range(len(question.options)), key=place)


@dataclass(frozen=True)
class ObjectiveResult:
    """How one objective of a module did in its check. Questions by their place, from 1."""

    objective: str
    right: int
    questions: Sequence[int]
    to_see_again: Sequence[int]
    """Whose answers are not right."""


def results_by_objective(module: ModuleData, chosen: Mapping[str, int]) -> list[ObjectiveResult]:
    """The objectives that the check asks about, in their order, with what was right of each."""
    if module.check is None:
        return []
    asked = list(enumerate(module.check.questions, 1))
    results = []
    for objective in module.objectives:
        about = [(n, question) for n, question in asked if question.objective == objective.id]
        wrong = [n for n, question in about if not _is_right(question, chosen)]
        if about:
            numbers = [n for n, _question in about]
            right = len(about) - len(wrong)
            results.append(ObjectiveResult(objective.text, right, numbers, wrong))
    return results


def _is_right(question: Question, chosen: Mapping[str, int]) -> bool:
    return question.id in chosen and question.options[chosen[question.id]].correct
