"""What pydantic found, said to an author."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.language import LazyText, Text, _, ngettext
from app.language.invalid import InvalidError
from app.packs.front_matter import FrontMatter
from app.packs.located import Place

_Facts = dict[str, Any]
_QUOTED = re.compile(r"'([^']*)'")
"""In pydantic's English list of what a field may be."""
_EMPTY = _("This is empty.")
_SENTENCES: dict[str, Callable[[_Facts], LazyText]] = {
    "string_type": lambda _facts: _("This must be text; put it in quotes."),
    "int_type": lambda _facts: _("This must be a whole number."),
    "bool_type": lambda _facts: _("This must be true or false."),
    "tuple_type": lambda _facts: _("This must be a list, with a hyphen before each entry."),
    "model_type": lambda _facts: _("This must have fields of its own, one on a line."),
    "dict_type": lambda _facts: _("This must have fields of its own, one on a line."),
    "string_too_short": lambda _facts: _EMPTY,
    "string_too_long": lambda facts: ngettext(
        "This may have {count} character at most.",
        "This may have {count} characters at most.",
        count=facts["max_length"],
    ),
    "greater_than_equal": lambda facts: _("This must be {least} or more.", least=str(facts["ge"])),
    "less_than_equal": lambda facts: _("This must be {most} or less.", most=str(facts["le"])),
    "too_short": lambda facts: ngettext(
        "This needs more entries: {count} at least.",
        "This needs more entries: {count} at least.",
        count=facts["min_length"],
    ),
    "too_long": lambda facts: ngettext(
        "This has too many entries: {count} is the most.",
        "This has too many entries: {count} are the most.",
        count=facts["max_length"],
    ),
    "literal_error": lambda facts: _(
        "This must be one of these: {choices:or}.",
        choices=tuple(_QUOTED.findall(facts["expected"])),
    ),
    "missing": lambda _facts: _("This field is missing."),
}


def sentences(error: ValidationError, model: type[FrontMatter]) -> Iterator[tuple[Place, Text]]:
    """Place and sentence of everything that is wrong."""
    for details in error.errors(include_url=False):
        if not _counts_bad_entries_as_missing(details):
            yield _place(details), _sentence(details, model)


def _place(details: ErrorDetails) -> Place:
    """Where it is; a name that is wrong in itself, where it stands as a name."""
    place = details["loc"]
    return place[:-1] if place[-1:] == ("[key]",) else place


def _counts_bad_entries_as_missing(details: ErrorDetails) -> bool:
    """Pydantic says "too short" of a list whose entries are there but wrong in themselves."""
    given = details["input"]
    return (
        details["type"] == "too_short"
        and isinstance(given, list)
        and len(given) >= details["ctx"]["min_length"]
    )


def _sentence(details: ErrorDetails, model: type[FrontMatter]) -> Text:
    place = _place(details)
    names = [step for step in place if isinstance(step, str)]
    if not names:
        return _("Write fields here, such as `key: …` and `title: …`, one on a line.")
    field, problem = names[-1], _problem(details, names[-1], model)
    if place[-1] == field:
        return _("`{field}`: {problem}", field=field, problem=problem)
    return _("An entry of `{field}`: {problem}", field=field, problem=problem)


def _problem(details: ErrorDetails, name: str, model: type[FrontMatter]) -> Text:
    facts = details.get("ctx", {})
    raised = facts.get("error")
    if isinstance(raised, InvalidError):
        return raised.text
    if details["type"] == "extra_forbidden":
        return _unknown(name, model)
    if details["type"] != "missing" and details["input"] is None:
        return _EMPTY
    if sentence := _SENTENCES.get(details["type"]):
        return sentence(facts)
    return _("This cannot be used ({detail}).", detail=details["msg"])


def _unknown(name: str, model: type[FrontMatter]) -> Text:
    close = get_close_matches(name, _field_names(model.model_json_schema()), n=1)
    if close:
        return _("There is no such field here. Did you mean `{field}`?", field=close[0])
    return _("There is no such field here.")


def _field_names(schema: dict[str, Any]) -> set[str]:
    objects = [schema, *schema.get("$defs", {}).values()]
    return {name for part in objects for name in part.get("properties", {})}
