"""HTML forms: parsed into pydantic models; what is wrong becomes a sentence at its field."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.datastructures import FormData

from app.language.reasons import Text
from app.web.parts import FieldError

FormT = TypeVar("FormT", bound="Form")

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no keyboard makes and that PostgreSQL does not store."""

_SENTENCES = {
    "missing": "Fill this in.",
    "string_too_short": "Fill this in.",
    "string_too_long": "Shorten this to at most {max_length} characters.",
    "int_parsing": "Enter a whole number.",
    "uuid_parsing": "Choose one from the list.",
    "enum": "Choose one of the options.",
    "literal_error": "Choose one of the options.",
    "bool_parsing": "Choose yes or no.",
    "extra_forbidden": "This form has no such field.",
    "greater_than_equal": "Enter at least {ge}.",
    "less_than_equal": "Enter at most {le}.",
}


class Form(BaseModel):
    """The base of every form: unknown fields are refused, space around text is dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


@dataclass
class FormInvalidError(Exception):
    """A form that cannot be taken as it is; everything typed is kept for the next try."""

    errors: Mapping[str, Text]
    values: Mapping[str, str]


@dataclass(frozen=True)
class FormState:
    """What a template shows of a form: values, and errors by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Text] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """What was typed, or the default."""
        return self.values.get(name, default)

    def error(self, name: str) -> Text | None:
        """The sentence for a field, if there is one."""
        return self.errors.get(name)

    @property
    def summary(self) -> list[FieldError]:
        """For the summary on top."""
        return [FieldError(name, text) for name, text in self.errors.items()]


async def _read(request: Request) -> AsyncIterator[FormData]:
    async with request.form() as submitted:  # closes the files that were sent
        yield submitted


Submitted = Annotated[FormData, Depends(_read)]
"""The raw fields of a submitted form, read before the handler's thread starts."""


def parse(model: type[FormT], submitted: FormData) -> FormT:
    """Validate; raise `FormInvalidError` with a sentence for each field that is wrong."""
    try:
        return model.model_validate(_fields(model, submitted))
    except ValidationError as invalid:
        values = {k: v for k, v in submitted.items() if isinstance(v, str)}
        raise FormInvalidError(_sentences(invalid), values) from None


def _fields(model: type[Form], submitted: FormData) -> dict[str, Any]:
    if any(CONTROL.search(value) for value in submitted.values() if isinstance(value, str)):
        raise FormInvalidError(
            {"form": "Please type it again: it holds a character that cannot be read."}, {}
        )
    fields: dict[str, Any] = {}
    for name in submitted:
        known = model.model_fields.get(name)
        is_list = known is not None and get_origin(known.annotation) in (list, tuple)
        fields[name] = submitted.getlist(name) if is_list else submitted[name]
    return fields


def _sentences(invalid: ValidationError) -> dict[str, str]:
    found: dict[str, str] = {}
    for error in invalid.errors(include_url=False):
        name = ".".join(str(part) for part in error["loc"]) or "form"
        if error["type"] == "value_error":
            sentence = str(error["ctx"]["error"])
        else:
            sentence = _SENTENCES.get(error["type"], "Check this.").format(**error.get("ctx", {}))
        found.setdefault(name, sentence)
    return found
