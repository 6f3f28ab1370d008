"""What somebody wrote in a form, as far as that can be told from its fields; pure."""

import re
from collections.abc import Iterable

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
A_SENTENCE = 8
"""Letters: longer than a name, and about the shortest sentence in Chinese or Japanese."""


def prose(fields: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """What would be missed if it were gone: several words that are more than a list of ids.

    Where words are not set apart, as in Chinese, it is many letters that are not ASCII.
    """
    return tuple(value for _name, value in fields if _is_prose(value))


def _is_prose(value: str) -> bool:
    words = value.split()
    if len(words) == 1:
        return len(value) >= A_SENTENCE and not value.isascii()
    return not all(map(_ID.match, words))
