"""All that is wrong with an announcement that was sent, told at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from app.cohorts.rules import why_not_without_reason
from app.history.retention.deletion.rules import why_not_from, why_not_title
from app.history.retention.rules import Retained
from app.language import Text


class Wrong(NamedTuple):
    """A field, and what is wrong with it."""

    field: str
    why_not: Text


def wrong_fields(
    own: Retained, values: Mapping[str, str], errors: Mapping[str, Text]
) -> dict[str, Text]:
    """In the order of the form. `errors`: of those whose values cannot be read at all."""
    found = dict(_by_rules(own, values))
    names = ("cohort_title", "goes_from", "why")
    return {name: text for name in names if (text := errors.get(name) or found.get(name))} | {
        name: text for name, text in errors.items() if name not in names
    }


def _by_rules(own: Retained, values: Mapping[str, str]) -> Iterator[Wrong]:
    if why_not := why_not_title(own, values.get("cohort_title", "")):
        yield Wrong("cohort_title", why_not)
    day = _day(values.get("goes_from", ""))
    if day and (why_not := why_not_from(own, day)):
        yield Wrong("goes_from", why_not)
    if why_not := why_not_without_reason(values.get("why", "")):
        yield Wrong("why", why_not)


def _day(typed: str) -> date | None:
    """None where the form says itself that it is no day."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
