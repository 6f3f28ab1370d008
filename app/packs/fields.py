"""The kinds of values that a field of the front matter can have."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, JsonValue, StringConstraints

from app.language import LazyText, _
from app.language.invalid import InvalidError

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE = re.compile(r"[a-z][a-z0-9_]*")
_POINT = re.compile(r"-?\d{1,2}", re.ASCII)
DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"{}|\\^`]+", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?", re.ASCII)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|[{}]")
_HIDDEN_LETTERS = _("This holds a control character that nobody can see; type the text again.")


def _matching(pattern: re.Pattern[str], sentence: LazyText) -> Any:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise InvalidError(sentence)
        return value

    return AfterValidator(check)


def _pattern(pattern: re.Pattern[str]) -> dict[str, JsonValue]:
    """For editors: the whole text must match."""
    return {"pattern": f"^(?:{pattern.pattern})$"}


def _visible(value: str) -> str:
    if CONTROL.search(value):
        raise InvalidError(_HIDDEN_LETTERS)
    return value


def with_known_placeholders(value: str) -> str:
    """Refuse braces that would be printed as they stand."""
    for found in _PLACEHOLDER.findall(value):
        if found not in {"{unit}", "{title}"}:
            raise InvalidError(
                _("It may hold {{unit}} and {{title}} in braces, and not {found}.", found=found)
            )
    return value


def in_order(value: tuple[int, int]) -> tuple[int, int]:
    """Refuse a range whose end comes before its beginning."""
    if value[0] > value[1]:
        begin, end = map(str, value)  # as they stand in the file
        raise InvalidError(
            _("The range begins at {begin} and ends at {end}.", begin=begin, end=end)
        )
    return value


Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=24),
    AfterValidator(_visible),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(_visible),
]
Phrase = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=80),
    AfterValidator(_visible),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(_visible),
]
Key = Annotated[
    str,
    Field(max_length=60, json_schema_extra=_pattern(KEY)),
    _matching(
        KEY, _("It may hold lowercase letters, digits and hyphens, such as “the-open-door”.")
    ),
]
Code = Annotated[
    str,
    Field(max_length=26, json_schema_extra=_pattern(CODE)),
    _matching(
        CODE,
        _(
            "It begins with a lowercase letter and may hold lowercase letters, digits and "
            "underscores, such as “goals_1”."
        ),
    ),
]
"""Names a question or a score in every file that goes out; REDCap takes no longer names."""
PointName = Annotated[
    str,
    Field(json_schema_extra=_pattern(_POINT)),
    _matching(_POINT, _("An anchor stands at a point of the scale, such as 1.")),
]
Doi = Annotated[
    str,
    Field(max_length=200, json_schema_extra=_pattern(DOI)),
    _matching(DOI, _("A DOI begins with “10.” and has no “https://doi.org/” before it.")),
]
WebAddress = Annotated[
    str,
    Field(max_length=500),
    _matching(re.compile(r"https?://[^\s<>\"]+"), _("A web address begins with https://.")),
]
ClockTime = Annotated[
    str,
    Field(json_schema_extra=_pattern(_TIME)),
    _matching(_TIME, _("Write the time as “06:00”, from 00:00 to 23:59, in quotes.")),
]
LanguageCode = Annotated[
    str,
    Field(json_schema_extra=_pattern(_LANGUAGE)),
    _matching(_LANGUAGE, _("Write the language as its code, such as en, es or pt-BR.")),
]
"""Language, script if need be, and region (BCP 47); nothing finer has a use here."""
Minutes = Annotated[int, Field(strict=True, ge=1, le=600)]
Count = Annotated[int, Field(strict=True, ge=0, le=500)]
Words = Annotated[int, Field(strict=True, ge=1, le=20_000)]
YesNo = Annotated[bool, Field(strict=True)]
