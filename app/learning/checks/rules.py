"""How far a knowledge check is, and whose answers count; pure."""

from collections.abc import Mapping
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
    right = sum(
        question.id in chosen and question.options[chosen[question.id]].correct
        for question in questions
    )
    return CheckLevel(needed, right, len(questions))


def is_same_question(asked: Question | None, shown: Question) -> bool:
    """Whether an answer to one holds for the other: the same words to choose from."""
    if asked is None or asked.text != shown.text:
        return False
    return [option.text for option in asked.options] == [option.text for option in shown.options]
