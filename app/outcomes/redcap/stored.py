"""Answers as surveys keep them, in JSON, and as they are here, with types.

Kept is a point or a number, a code or a text, a day in ISO 8601, a list of codes, or `na`; which
of these a text is, only its question tells.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from app.outcomes.redcap.cells import Answer
from app.outcomes.redcap.questions import Question
from app.packs.instruments.names import NOT_APPLICABLE
from app.packs.instruments.scoring import NA, NotApplicable

Stored = int | str | list[str]


def typed(questions: Iterable[Question], kept: Mapping[str, Stored]) -> dict[str, Answer]:
    """What a survey kept, with types.

    `questions`: those of the form. `kept`: by the question's code, with `_then` of the past.

    Raises:
        ValueError: The form asks no question of a name, or a day is none.
    """
    asked = {question.key: question for question in questions}
    if unknown := sorted(kept.keys() - asked.keys()):
        raise ValueError(f"The form asks nothing called {unknown[0]}.")
    return {key: _typed(asked[key], value) for key, value in kept.items()}


def _typed(question: Question, value: Stored) -> Answer:
    if isinstance(value, list):
        return tuple(value)
    kind = question.origin.kind
    if value == NOT_APPLICABLE and kind != "text":
        return NA
    return date.fromisoformat(value) if kind == "date" and isinstance(value, str) else value


def stored(answers: Mapping[str, Answer]) -> dict[str, Stored]:
    """Answers as a survey keeps them."""
    return {key: _stored(answer) for key, answer in answers.items()}


def _stored(answer: Answer) -> Stored:
    if isinstance(answer, NotApplicable):
        return NOT_APPLICABLE
    if isinstance(answer, tuple):
        return list(answer)
    return answer.isoformat() if isinstance(answer, date) else answer
