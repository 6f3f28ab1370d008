"""HTML forms: parsed into pydantic models; what is wrong becomes a sentence at its field."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, TypeVar, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData

from app.language import LazyText, Text, _, ngettext
from app.language.invalid import InvalidError
from app.web.parts import FieldError

__all__ = ["Form", "FormInvalidError", "FormState", "InvalidError", "Submitted", "parse"]

FormT = TypeVar("FormT", bound="Form")  # not shown

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no keyboard makes and that PostgreSQL does not store."""

_EMPTY = ("missing", "string_too_short")
_FILL_IN = _("Fill this in.")
_CHOOSE = _("Choose one of the options.")
_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], LazyText]] = {
    "missing": lambda _limits: _FILL_IN,
    "string_too_short": lambda _limits: _FILL_IN,
    "string_too_long": lambda limits: ngettext(
        "Shorten this to at most {count} character.",
        "Shorten this to at most {count} characters.",
        count=limits["max_length"],
    ),
    "int_parsing": lambda _limits: _("Enter a whole number."),
    "uuid_parsing": lambda _limits: _("Choose one from the list."),
    "enum": lambda _limits: _CHOOSE,
    "literal_error": lambda _limits: _CHOOSE,
    "bool_parsing": lambda _limits: _("Choose yes or no."),
    "extra_forbidden": lambda _limits: _("This form has no such field."),
    "greater_than_equal": lambda limits: _("Enter at least {least}.", least=limits["ge"]),
    "less_than_equal": lambda limits: _("Enter at most {most}.", most=limits["le"]),
}
"""What is said for a kind of pydantic's errors, with its limits:
https://docs.pydantic.dev/latest/errors/validation_errors/"""


class Form(BaseModel):
    """The base of every form: unknown fields are refused, space around text is dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)
    asked_for: ClassVar[Mapping[str, LazyText]] = {}
    """What is said, by field, when it was left empty."""


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


def parse(model: type[FormT], submitted: FormData, **context: Any) -> FormT:
    """Validate; raise `FormInvalidError` with a sentence for each field that is wrong.

    `context`: what the validators of this form have to know of the installation.
    """
    try:
        return model.model_validate(_fields(model, submitted), context=context)
    except ValidationError as invalid:
        values = {k: v for k, v in submitted.items() if isinstance(v, str)}
        raise FormInvalidError(_sentences(invalid, model.asked_for), values) from None


def _fields(model: type[Form], submitted: FormData) -> dict[str, Any]:
    if any(CONTROL.search(value) for value in submitted.values() if isinstance(value, str)):
        raise FormInvalidError(
            {"form": _("Type it again: it holds a character that cannot be read.")}, {}
        )
    fields: dict[str, Any] = {}
    for name in submitted:
        known = model.model_fields.get(name)
        is_list = known is not None and get_origin(known.annotation) in (list, tuple)
        fields[name] = submitted.getlist(name) if is_list else submitted[name]
    return fields


def _sentences(invalid: ValidationError, asked_for: Mapping[str, LazyText]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for error in invalid.errors(include_url=False):
        name = ".".join(str(part) for part in error["loc"]) or "form"
        own = asked_for.get(name) if _is_empty(error) else None
        found.setdefault(name, own or _sentence(error))
    return found


def _is_empty(error: ErrorDetails) -> bool:
    """Whether nothing was entered, be it for a text, a number or a day."""
    given = error["input"]
    return error["type"] in _EMPTY or (isinstance(given, str) and not given.strip())


def _sentence(error: ErrorDetails) -> Text:
    limits = error.get("ctx", {})
    raised = limits.get("error")
    if isinstance(raised, InvalidError):
        return raised.text
    worded = _SENTENCES.get(error["type"])
    return worded(limits) if worded else _("Check this.")
