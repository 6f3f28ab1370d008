"""Reasons as JSON: what a worker or a person leaves for somebody else to read, in their language.

Stored are the code and the facts, and beside them the English words, for whoever looks into the
database and for the day on which no version of Waypost knows the code any more.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from app.language.languages import ENGLISH, writing_in
from app.language.reasons import Reason, kind_of
from app.language.texts import Fact, LazyText, Text, lazy, message

Json = Mapping[str, Any]


class Stored(NamedTuple):
    """What stands in two columns."""

    text: str
    """In English."""
    reason: dict[str, Any] | None
    """None: the text is all there is, and is shown as it is."""


NOTHING = Stored("", None)


def store(said: Text) -> Stored:
    """What is kept of something said: of a reason its code and facts, and always the words."""
    with writing_in(ENGLISH):
        text = str(said)
    return Stored(text, to_json(said) if isinstance(said, Reason) else None)


def worded(text: str, reason: Json | None) -> Text:
    """What was stored, to be worded for its reader; the English text where it is not known.

    Nor can it be said where its sentence tells a fact in another style by now, as a day what was a
    name then.
    """
    found = from_json(reason) if reason is not None else None
    try:
        return text if found is None or not str(found) else found
    except (AttributeError, TypeError, ValueError, LookupError):
        return text


def to_json(reason: Reason) -> dict[str, Any]:
    """A reason as JSON, its facts included."""
    return {"code": reason.code, "facts": _facts_to_json(reason)}


def from_json(reason: Json) -> Reason | None:
    """Back from JSON; None if its code or its facts are not those of any kind there is now."""
    kind = kind_of(str(reason.get("code")))
    if kind is None:
        return None
    try:
        return kind(**_facts_from_json(reason["facts"]))
    except (TypeError, ValueError, LookupError):
        return None


def _facts_to_json(text: LazyText) -> dict[str, Any]:
    return {name: _fact_to_json(fact) for name, fact in text.items}


def _facts_from_json(facts: Json) -> dict[str, Fact]:
    return {name: _fact_from_json(fact) for name, fact in facts.items()}


def _fact_to_json(fact: Fact) -> Any:
    """Numbers and names as they are, several as a list, all others by what they are."""
    if isinstance(fact, tuple):
        return [_fact_to_json(item) for item in fact]
    if isinstance(fact, Reason):
        return {"reason": to_json(fact)}
    if isinstance(fact, LazyText):
        return {"text": _words_to_json(fact)}
    if isinstance(fact, datetime):
        return {"moment": [fact.isoformat(), str(fact.tzinfo)]}
    if isinstance(fact, date):
        return {"date": fact.isoformat()}
    if isinstance(fact, Decimal):
        return {"decimal": str(fact)}
    return fact


def _words_to_json(text: LazyText) -> Json:
    words = text.message
    return {"words": [words.one, words.many, words.context], "facts": _facts_to_json(text)}


def _fact_from_json(fact: Any) -> Fact:
    if isinstance(fact, list):
        return tuple(_fact_from_json(item) for item in fact)
    if isinstance(fact, dict):
        ((sort, value),) = fact.items()
        return _SORTS[sort](value)
    plain: int | str = fact
    return plain


def _reason(value: Json) -> Reason:
    found = from_json(value)
    if found is None:
        raise LookupError(f"Nothing knows the reason {value}.")
    return found


def _text(value: Json) -> LazyText:
    one, many, context = value["words"]
    return lazy(message(one, many, context), _facts_from_json(value["facts"]))


def _moment(value: tuple[str, str]) -> datetime:
    moment, zone = value
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))


_SORTS: Mapping[str, Callable[[Any], Fact]] = {
    "reason": _reason,
    "text": _text,
    "moment": _moment,
    "date": date.fromisoformat,
    "decimal": Decimal,
}
