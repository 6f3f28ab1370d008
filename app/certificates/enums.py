"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class EventKind(StrEnum):
    """What can happen to a certificate after its issue."""

    REVOKED = "revoked"
    REPLACED = "replaced"
