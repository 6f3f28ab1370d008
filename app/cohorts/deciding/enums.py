"""How an application can be decided."""

from enum import StrEnum


class Decision(StrEnum):
    """What becomes of whoever applied."""

    SEAT = "seat"
    WAITLIST = "waitlist"
    DECLINE = "decline"
