"""When mail is sent, sent later, or not sent any more; pure."""

import zlib
from datetime import datetime, timedelta

from app.language.reasons import Reason, ReasonKind, reason

FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(hours=1)
SPREAD = 0.25
"""How much of a wait is left to chance."""
KEEP_TRYING_FOR = timedelta(days=4)
GIVEN_UP = ReasonKind(
    "mail.given_up",
    "The mail server accepted it on none of {count} day.",
    "The mail server accepted it on none of {count} days.",
)
TOO_LATE = reason("mail.too_late", "It would have come too late to be of any use.")
TURNED_OFF = reason("mail.turned_off", "Its reader has turned off such mail.")
NOT_REACHED = reason("mail.not_reached_any_more", "Mail to this address does not arrive.")
WAITS = reason("mail.waits", "It waits for an hour in which its reader wants mail.")
SENT_MEANWHILE = reason("mail.sent_meanwhile", "It was sent by another attempt.")
BY_DECISION = reason("outbox.by_decision", "It was decided not to send it.")


def is_useless(useless_after: datetime | None, now: datetime) -> bool:
    """Whether a mail would arrive too late to be of any use, such as a link that has expired."""
    return useless_after is not None and now >= useless_after


def wait_after(attempts: int, key: str) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, at most an hour.

    Up to a quarter less, by the letter's `key`, so that what was put off together does not come
    together again.
    """
    doublings = min(max(attempts, 1) - 1, 16)
    longest = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    return longest * (1 - SPREAD * _part_of(f"{key}:{attempts}"))


def _part_of(text: str) -> float:
    """From 0 to 1, always the same for the same text and otherwise as if by chance."""
    return zlib.crc32(text.encode()) / 0xFFFFFFFF


def why_give_up(tried_since: datetime, now: datetime) -> Reason | None:
    """Why a mail that cannot be handed over is not tried again.

    `tried_since`: until then it may have waited for a mail server to be set.
    """
    if now - tried_since >= KEEP_TRYING_FOR:
        return GIVEN_UP(count=KEEP_TRYING_FOR.days)
    return None
