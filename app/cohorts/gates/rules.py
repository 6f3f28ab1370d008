"""Whether disclosures keep a unit or a session shut. Pure.

What has opened never closes. So what is held was shut when it was held, and what is to be read
before a unit opens is what was published by then.
"""

from datetime import UTC, datetime

from app.language.reasons import Reason, reason

NEVER = datetime(9000, 1, 1, tzinfo=UTC)
"""When opens what is held, for who asks no more than whether it is open."""
HELD = reason(
    "gate.held",
    "It opens once everybody who controls its content has disclosed their financial "
    "relationships, and that was reviewed.",
)
READ_FIRST = reason("gate.read_first", "It opens once you have read the disclosures.")
TEXT_CHANGED = reason(
    "gate.text_changed",
    "The disclosures were changed while this page was open. Read them again first.",
)
NOTHING_TO_READ = reason("gate.nothing_to_read", "There are no disclosures to read here.")


def must_read(unread_since: datetime | None, opens_at: datetime) -> bool:
    """Whether disclosures are read before something opens.

    `unread_since`: when the first version was published that the reader has not read.
    """
    return unread_since is not None and unread_since <= opens_at


def is_case_held(held_at: datetime | None, opens_at: datetime) -> bool:
    """Whether a case waits with its session. One that had opened before the hold stays open."""
    return held_at is not None and held_at <= opens_at


def why_not_read(shown: str, current: str | None) -> Reason | None:
    """Why nobody says that they read a text. `shown`: the hash of the one on the page."""
    if current is None:
        return NOTHING_TO_READ
    return TEXT_CHANGED if shown != current else None
