"""What somebody who answers sends: fields by the name of the question."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from starlette.datastructures import FormData

from app.language.reasons import Reason, reason
from app.packs.instruments.schema import InstrumentData
from app.site.parts.questions import Given
from app.surveys.answering.rules import Answers, Asked, Sent, na_field, read
from app.surveys.codes import ELEMENTS, read_code
from app.web.forms import Form, parse

UNKNOWN = reason(
    "survey_form.unknown", "This form has a field that the survey has not. Open the link again."
)


class WayForm(Form):
    """Where somebody goes from a screen; nothing said: on."""

    group: int = Field(default=1, ge=1, le=60)
    go: Literal["next", "back", "send"] = "next"


@dataclass(frozen=True)
class Typed:
    """What was sent, as answers and as it stands in the fields."""

    answers: Answers
    sent: Sent
    errors: Mapping[str, Reason]
    code: str | None = None

    @property
    def given(self) -> Given:
        """For the form that is shown again."""
        return Given(self.sent, dict(self.errors))


def read_way(submitted: FormData) -> WayForm:
    """Which screen was sent, and where to; raises `FormInvalidError` for what is no way."""
    own = [(name, v) for name, v in submitted.multi_items() if name in WayForm.model_fields]
    return parse(WayForm, FormData(own))


def read_answers(
    instrument: InstrumentData,
    questions: Collection[Asked],
    submitted: FormData,
    *,
    with_code: bool = False,
) -> Typed:
    """The answers to some questions, and the code where one is asked for."""
    sent = _sent(submitted)
    found = read(instrument, questions, sent)
    errors = dict(found.errors)
    code = None
    if with_code:
        own = read_code({name: values[0] for name, values in sent.items()})
        code = own.code
        errors |= own.errors
    if not set(sent) <= _known(questions, with_code=with_code):
        errors = {"": UNKNOWN, **errors}
    return Typed(found.answers, sent, errors, code)


def _sent(submitted: FormData) -> Sent:
    values: dict[str, list[str]] = {}
    for name, value in submitted.multi_items():
        if isinstance(value, str) and name not in WayForm.model_fields:
            values.setdefault(name, []).append(value)
    return values


def _known(questions: Collection[Asked], *, with_code: bool) -> set[str]:
    names = {question.name for question in questions}
    boxes = {na_field(question.name) for question in questions if question.item.kind in BOXED}
    return names | boxes | ({element.name for element in ELEMENTS} if with_code else set())


BOXED = frozenset({"number", "date"})
"""Kinds of questions beside which a box says that they do not apply."""
