"""What pydantic found, said to an author."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.packs.located import Place
from app.packs.schema import FrontMatter

_Facts = dict[str, Any]
_SENTENCES: dict[str, Callable[[_Facts], str]] = {
    "string_type": lambda _: "must be text; put it in quotes",
    "int_type": lambda _: "must be a whole number",
    "bool_type": lambda _: "must be true or false",
    "tuple_type": lambda _: "must be a list, with a hyphen before each entry",
    "model_type": lambda _: "must have fields of its own, one on a line",
    "string_too_short": lambda _: "is empty",
    "string_too_long": lambda facts: f"may have {facts['max_length']} characters at most",
    "greater_than_equal": lambda facts: f"must be {facts['ge']} or more",
    "less_than_equal": lambda facts: f"must be {facts['le']} or less",
    "too_short": lambda facts: f"needs more entries: {facts['min_length']} at least",
    "too_long": lambda facts: f"has too many entries: {facts['max_length']} are the most",
    "literal_error": lambda facts: f"must be {facts['expected'].replace(chr(39), '')}",
}


def sentences(error: ValidationError, model: type[FrontMatter]) -> Iterator[tuple[Place, str]]:
    """Place and sentence of everything that is wrong."""
    for details in error.errors(include_url=False):
        if not _counts_bad_entries_as_missing(details):
            yield details["loc"], _sentence(details, model)


def _counts_bad_entries_as_missing(details: ErrorDetails) -> bool:
    """Pydantic says "too short" of a list whose entries are there but wrong in themselves."""
    given = details["input"]
    return (
        details["type"] == "too_short"
        and isinstance(given, list)
        and len(given) >= details["ctx"]["min_length"]
    )


def _sentence(details: ErrorDetails, model: type[FrontMatter]) -> str:
    place = details["loc"]
    names = [step for step in place if isinstance(step, str)]
    if not names:
        return "Here must be fields, such as `key: …` and `title: …`, one on a line."
    name = f"`{names[-1]}`" if place[-1] == names[-1] else f"An entry of `{names[-1]}`"
    if details["type"] == "missing":
        return f"{name} is missing."
    if details["type"] == "extra_forbidden":
        return f"{name} is not a field that is known here.{_suggestion(names[-1], model)}"
    if details["type"] == "value_error":
        return f"{name}: {details['ctx']['error']}"
    if details["input"] is None:
        return f"{name} is empty."
    if sentence := _SENTENCES.get(details["type"]):
        return f"{name} {sentence(details.get('ctx', {}))}."
    return f"{name}: {details['msg']}."


def _suggestion(name: str, model: type[FrontMatter]) -> str:
    close = get_close_matches(name, _field_names(model.model_json_schema()), n=1)
    return f" Is it `{close[0]}`?" if close else ""


def _field_names(schema: dict[str, Any]) -> set[str]:
    objects = [schema, *schema.get("$defs", {}).values()]
    return {name for part in objects for name in part.get("properties", {})}
