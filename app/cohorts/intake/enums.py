"""What a column holds, and what becomes of a row."""

from enum import StrEnum


class Meaning(StrEnum):
    """What a column holds."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    INSTITUTION = "institution"
    PROFESSION = "profession"
    DEGREES = "degrees"
    DEPARTMENT = "department"
    RANK = "rank"
    ANSWER = "answer"
    """An answer to the application, which is kept as it is."""
    NOTHING = "nothing"
    """Not kept."""


class Outcome(StrEnum):
    """What becomes of a row."""

    ENROLL = "enroll"
    INVITE = "invite"
    WAITLIST = "waitlist"
    ALREADY = "already"
    CHOOSE = "choose"
    REFUSE = "refuse"
    LEAVE = "leave"
    """It was decided to leave it out."""
