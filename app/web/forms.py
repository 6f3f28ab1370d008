"""HTML forms: parsed into pydantic models; what is wrong becomes a sentence at its field."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, TypeVar, get_origin

from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile

from app.core.prose import prose
from app.language import LazyText, Text, _, ngettext
from app.language.invalid import InvalidError
from app.web.parts import FieldError

__all__ = [
    "LINES",
    "Form",
    "FormInvalidError",
    "FormState",
    "GivenReason",
    "InvalidError",
    "Submitted",
    "noted",
    "parse",
    "part_of",
    "typed",
]

FormT = TypeVar("FormT", bound="Form")  # not shown

GivenReason = Annotated[str, Field(max_length=500)]
"""Why somebody changes something; whether it can be left empty is for the rule to say."""

_MEANS_NOTHING = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
"""Signs that no keyboard makes and no page shows; pasting brings them. PostgreSQL stores no NUL."""
_BREAK = re.compile(r"[\x0b\x0c]")
"""Where a line or a page ends in word processors."""


class Lines:
    """Marks a field of a form in which people write several lines: `Annotated[str, LINES]`."""


LINES = Lines()

_EMPTY = ("missing", "string_too_short")
_FILL_IN = _("Fill this in.")
_CHOOSE = _("Choose one of the options.")
_NO_DAY = _("Enter a day that the calendar has.")
_Sentence = Callable[[Mapping[str, Any]], LazyText]
_SENTENCES: Mapping[str, _Sentence] = {
    "missing": lambda _limits: _FILL_IN,
    "string_too_short": lambda _limits: _FILL_IN,
    "string_too_long": lambda limits: ngettext(
        "Shorten this to at most {count} character.",
        "Shorten this to at most {count} characters.",
        count=limits["max_length"],
    ),
    "int_parsing": lambda _limits: _("Enter a whole number."),
    "date_parsing": lambda _limits: _NO_DAY,
    "date_from_datetime_parsing": lambda _limits: _NO_DAY,
    "date_from_datetime_inexact": lambda _limits: _NO_DAY,
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


def _fill_in(named: Mapping[str, Any]) -> LazyText:
    return _("Fill in “{field}”.", field=named["field"])


def _choose(named: Mapping[str, Any]) -> LazyText:
    return _("Choose one of the options of “{field}”.", field=named["field"])


_NAMED: Mapping[str, _Sentence] = {
    "missing": _fill_in,
    "string_too_short": _fill_in,
    "string_too_long": lambda named: ngettext(
        "Shorten “{field}” to at most {count} character.",
        "Shorten “{field}” to at most {count} characters.",
        count=named["max_length"],
        field=named["field"],
    ),
    "int_parsing": lambda named: _("Enter a whole number for “{field}”.", field=named["field"]),
    "enum": _choose,
    "literal_error": _choose,
    "greater_than_equal": lambda named: _(
        "Enter at least {least} for “{field}”.", least=named["ge"], field=named["field"]
    ),
    "less_than_equal": lambda named: _(
        "Enter at most {most} for “{field}”.", most=named["le"], field=named["field"]
    ),
}
"""The same with what the field is called, since the summary on top has no labels."""


class Form(BaseModel):
    """The base of every form: unknown fields are refused, space around text is dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)
    asked_for: ClassVar[Mapping[str, LazyText]] = {}
    """What is said, by field, when it was left empty."""
    names: ClassVar[Mapping[str, LazyText]] = {}
    """What fields are called on their page, for sentences that would not say which one is meant."""


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


MOST_FIELDS = 5_000
"""Of one form: a sheet with a mark for each of a thousand people has more than the usual 1,000."""


async def _read(request: Request) -> AsyncIterator[FormData]:
    async with request.form(max_fields=MOST_FIELDS) as submitted:  # closes the files that were sent
        yield noted(request, submitted)


def noted(request: Request, submitted: FormData) -> FormData:
    """The fields as they are read; what somebody wrote is noted with the request."""
    fields = [(name, _readable(value)) for name, value in submitted.multi_items()]
    request.state.written = prose((name, v) for name, v in fields if isinstance(v, str))
    return FormData(fields)


def _readable(value: UploadFile | str) -> UploadFile | str:
    """A value without what means nothing: that is no reason to refuse what somebody wrote."""
    return _MEANS_NOTHING.sub("", value) if isinstance(value, str) else value


Submitted = Annotated[FormData, Depends(_read)]
"""The raw fields of a submitted form, read before the handler's thread starts.

What somebody wrote in them is noted with the request: a refusal may not lose it."""


def parse(model: type[FormT], submitted: FormData, **context: Any) -> FormT:
    """Validate; raise `FormInvalidError` with a sentence for each field that is wrong.

    `context`: what the validators of this form have to know of the installation.
    """
    try:
        return model.model_validate(_fields(model, submitted), context=context)
    except ValidationError as invalid:
        raise FormInvalidError(_sentences(invalid, model), typed(submitted)) from None


def part_of(model: type[FormT], submitted: FormData, **context: Any) -> FormT | None:
    """The fields of a form that were sent together with others; None where one of them is wrong.

    What was typed on a check page is refused on it, as long as what it checks is right.
    """
    known = [(name, v) for name, v in submitted.multi_items() if name in model.model_fields]
    try:
        return parse(model, FormData(known), **context)
    except FormInvalidError:
        return None


def typed(submitted: FormData) -> dict[str, str]:
    """What was typed, to be shown again; files cannot be."""
    return {
        name: _BREAK.sub("\n", value) for name, value in submitted.items() if isinstance(value, str)
    }


def _fields(model: type[Form], submitted: FormData) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name in submitted:
        known = model.model_fields.get(name)
        has_lines = known is not None and LINES in known.metadata
        is_list = known is not None and get_origin(known.annotation) in (list, tuple)
        values = [_broken(value, "\n" if has_lines else " ") for value in submitted.getlist(name)]
        fields[name] = values if is_list else values[-1]
    return fields


def _broken(value: UploadFile | str, by: str) -> UploadFile | str:
    """A value with the breaks of a word processor made into a break of the field's own kind."""
    return _BREAK.sub(by, value) if isinstance(value, str) else value


def _sentences(invalid: ValidationError, model: type[Form]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for error in invalid.errors(include_url=False):
        name = ".".join(str(part) for part in error["loc"]) or "form"
        own = model.asked_for.get(name) if _is_empty(error) else None
        found.setdefault(name, own or _sentence(error, model.names.get(name)))
    return found


def _is_empty(error: ErrorDetails) -> bool:
    """Whether nothing was entered, be it for a text, a number or a day."""
    given = error["input"]
    return error["type"] in _EMPTY or (isinstance(given, str) and not given.strip())


def _sentence(error: ErrorDetails, field: LazyText | None) -> Text:
    limits = error.get("ctx", {})
    raised = limits.get("error")
    if isinstance(raised, InvalidError):
        return raised.text
    if field is not None and (named := _NAMED.get(error["type"])):
        return named({**limits, "field": field})
    worded = _SENTENCES.get(error["type"])
    return worded(limits) if worded else _("Check this.")
