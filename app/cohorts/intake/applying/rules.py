"""Which further columns of a file are answers to the form of a cohort. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.rules import FiledAnswer
from app.cohorts.intake.columns import compared
from app.cohorts.intake.facts import Answers

if TYPE_CHECKING:
    from app.cohorts.applications.models import ApplicationQuestion


def filed_answers(
    enrollment_id: UUID, answers: Answers, asked: Sequence[ApplicationQuestion]
) -> list[FiledAnswer]:
    """What a row says further; where a header is a question's label, as the answer to it.

    Nobody agrees by a file: a column with the words of a consent stays a column.
    """
    free = {
        compared(question.label): question
        for question in asked
        if question.kind is not QuestionKind.CONSENT
    }
    found = []
    for header, value in answers:
        question = free.pop(compared(header), None)
        label = question.label if question else header
        found.append(FiledAnswer(enrollment_id, label, value, question))
    return found
