"""What whoever applies sends."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, model_validator
from starlette.datastructures import FormData

from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.applications.rules import FORM_CHANGED, checked, fingerprint
from app.language import Text
from app.site.parts.application import QUESTION
from app.web.forms import Form, FormInvalidError, parse


class AnswersForm(Form):
    """Answers in fields `question-` with the id of the question, and what the form asked."""

    seen: Annotated[str, Field(max_length=64)] = ""
    answers: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        own = {name: value for name, value in data.items() if not name.startswith(QUESTION)}
        answers = {
            name.removeprefix(QUESTION): value
            for name, value in data.items()
            if name.startswith(QUESTION)
        }
        return {**own, "answers": answers}


def typed_answers(submitted: FormData, asked: Sequence[ApplicationQuestion]) -> Mapping[UUID, str]:
    """What was answered to what is asked; raises `FormInvalidError` at the fields."""
    form = parse(AnswersForm, submitted)
    given = {question.id: form.answers.get(str(question.id), "") for question in asked}
    problems = checked(asked, given).problems
    errors: dict[str, Text] = {f"{QUESTION}{id_}": why for id_, why in problems.items()}
    known = {str(question.id) for question in asked}
    if not set(form.answers) <= known or (asked and form.seen != fingerprint(asked)):
        errors = {"form": FORM_CHANGED, **errors}
    if errors:
        raise FormInvalidError(errors, typed(submitted))
    return given


def typed(submitted: FormData) -> dict[str, str]:
    """All that was typed, by field, so that a form that is refused can be sent again."""
    return {name: value for name, value in submitted.items() if isinstance(value, str)}
