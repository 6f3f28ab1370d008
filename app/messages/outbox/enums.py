"""What can become of a mail."""

from enum import StrEnum


class MailState(StrEnum):
    """How far it got."""

    WAITING = "waiting"
    SENT = "sent"
    RETURNED = "returned"
    """The mail server took it, and a report says that it came back or was unwanted."""
    FAILED = "failed"
    """It was given up, and nobody has decided yet what becomes of it."""
    UNSENT = "unsent"
    """It was left unsent for a reason."""
