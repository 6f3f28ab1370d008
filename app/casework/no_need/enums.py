"""Why nobody has to answer what somebody asked about a session."""

from enum import StrEnum


class NoNeed(StrEnum):
    """What became of the session instead."""

    PRESENT = "present"
    """They are marked so."""
    LATE = "late"
    MADE_UP = "made_up"
    """By what somebody recorded beside their mark."""
    NOT_HELD = "not_held"
    """It was canceled, or counts as not held."""
