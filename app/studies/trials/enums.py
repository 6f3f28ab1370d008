"""What happens in a trial after an arm was drawn, and by what strata are told apart."""

from enum import StrEnum


class Factor(StrEnum):
    """What a trial stratifies by besides institutions."""

    NONE = "none"
    RANK = "rank"
    PROFESSION = "profession"
    DEPARTMENT = "department"


class TrialEventKind(StrEnum):
    """What happened to somebody after an arm was drawn; they are analyzed as drawn all the same."""

    DISCONTINUED = "discontinued"
    """They take part no longer."""
    CROSSED_OVER = "crossed_over"
    """They were given what the other arm has."""
