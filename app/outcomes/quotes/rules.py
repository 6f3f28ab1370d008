"""What may be released of what somebody wrote; pure."""

import hashlib
from collections.abc import Collection

from app.language.reasons import Reason, reason

LEFT_OUT = "[…]"
"""What stands in a quote for words that were left out."""

NOT_WRITTEN = reason(
    "quote.not_written", "Nobody wrote this, or it can no longer be shown. Look at the page again."
)
NOTHING_LEFT = reason("quote.nothing_left", "Nothing is left of it. Leave some of the words.")
OTHER_WORDS = reason(
    "quote.other_words",
    "These are not the words that were written. You can only take words out: put […] where they "
    "stood.",
)
RELEASED = reason("quote.released", "This was released already.")
WITHDRAWN = reason("quote.withdrawn", "This was taken back already.")


def source_of(text: str) -> str:
    """Stands for what somebody wrote: answers have no id."""
    return hashlib.sha256(text.encode()).hexdigest()


def shortened(text: str) -> str:
    """A quote as it is kept: spaces are no words."""
    return " ".join(text.split())


def why_not_release(text: str, written: str | None, released: Collection[str]) -> Reason | None:
    """Why a text is not released.

    `written`: all that somebody wrote; None if nobody did. `released`: the sources of those that
    stand.
    """
    if written is None:
        return NOT_WRITTEN
    if source_of(written) in released:
        return RELEASED
    if not any(part.strip() for part in text.split(LEFT_OUT)):
        return NOTHING_LEFT
    return None if _is_taken_from(shortened(text), shortened(written)) else OTHER_WORDS


def _is_taken_from(text: str, written: str) -> bool:
    """Whether the parts of a quote stand in a text in their order, and what is missing is marked.

    The first part is looked for as early as it can stand and the last one at the end, so that a
    text is found wherever it is one.
    """
    first, *others = (part.strip() for part in text.split(LEFT_OUT))
    if not others:
        return first == written
    *between, last = others
    if not written.startswith(first) or not written.endswith(last):
        return False
    at, end = len(first), len(written) - len(last)
    for part in between:
        found = written.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return at <= end
