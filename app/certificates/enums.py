"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class EventKind(StrEnum):
    """What can happen to a certificate after its issue."""

    REVOKED = "revoked"
    REPLACED = "replaced"


class FlagKind(StrEnum):
    """What was changed of what a certificate stands on."""

    MARK = "mark"
    NOT_HELD = "not_held"
    """Its session counts as not held."""
    HELD = "held"
    """Its session counts as held again."""
