"""How a fact reads inside a sentence: `{units:and}` names the style after the fact.

A style belongs to the sentence and not to the fact, so that a sentence in another language can
have another one. `{names:lower+and}`: of several, each is worded in the first, all in the second.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from app.language.words import joined

_SPELLED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def plain(fact: Any) -> str:
    """A number with its thousands apart, a text as it is."""
    return f"{fact:,}" if isinstance(fact, int | Decimal) else str(fact)


def day(moment: date) -> str:
    """`Thu Nov 26`; of a moment, the day in the zone that it carries."""
    return f"{moment:%a %b} {moment.day}"


def _spelled(number: int) -> str:
    return _SPELLED[number] if 0 <= number < len(_SPELLED) else plain(number)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _listed(separator: str) -> Callable[[Sequence[str]], str]:
    return separator.join


STYLES: Mapping[str, Callable[[Any], str]] = {
    "": plain,
    "spelled": _spelled,
    "Spelled": lambda number: _spelled(number).capitalize(),
    "lower": _lower,
    "key": lambda key: key.replace("-", " "),
    "day": day,
}
"""How one fact reads: `two`, `Two`, `week 5`, `final evaluation`, `Thu Nov 26`."""

LIST_STYLES: Mapping[str, Callable[[Sequence[str]], str]] = {
    "and": lambda facts: joined(facts, "and"),
    "or": lambda facts: joined(facts, "or"),
    "list": _listed(", "),
    "clauses": _listed("; "),
    "sentences": _listed(" "),
}
"""How several facts read, each of them worded already."""
