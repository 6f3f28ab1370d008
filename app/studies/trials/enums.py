"""What an arm means, what happens after it was drawn, and by what strata are told apart."""

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


class ArmMeans(StrEnum):
    """What somebody takes part in by the arm that was drawn for them."""

    SESSIONS = "sessions"
    """In modules and live sessions."""
    MODULES = "modules"
    """In modules alone."""
    SESSIONS_LATER = "sessions_later"
    """In modules, and in live sessions from a day on."""
    GIVEN_SESSIONS = "given_sessions"
    """In both, since they were given the sessions that their arm has not."""
