"""Who may watch a recording."""

from enum import StrEnum


class Audience(StrEnum):
    """Who of a cohort may watch a recording; who facilitates or coordinates it always may."""

    ENROLLED = "enrolled"
    MISSED = "missed"
    """Only who missed the session."""
    FACILITATORS = "facilitators"
