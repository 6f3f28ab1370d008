"""What a learner chose in a module's knowledge check."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.content import library
from app.content.shown import ModuleVersion
from app.learning.checks.rules import is_same_question
from app.learning.queries import Answer


def chosen_options(
    session: Session, module: ModuleVersion, answers: Mapping[str, Answer]
) -> dict[str, int]:
    """The option chosen of each question that this version asks in the same words."""
    chosen = {}
    for question in module.data.check.questions if module.data.check else ():
        if (given := answers.get(question.id)) is None:
            continue
        before = library.module(session, given.module_version_id).data.check
        asked = {question.id: question for question in before.questions} if before else {}
        if is_same_question(asked.get(question.id), question):
            chosen[question.id] = given.option
    return chosen
