"""What somebody wrote in a form, as far as that can be told from its fields; pure."""

import re
from collections.abc import Iterable

_ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-")


def prose(fields: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Several words, and no list of ids: what would be missed if it were gone."""
    several = (value for _name, value in fields if len(value.split()) > 1)
    return tuple(value for value in several if not _ID.search(value))
