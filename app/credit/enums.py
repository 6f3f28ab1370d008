"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class CreditSystem(StrEnum):
    """What a claim is made in; it follows from the verified profession, not from a choice."""

    AMA_PRA_1 = "ama_pra_1"
    PARTICIPATION = "participation"


class ComponentKind(StrEnum):
    """Which part of the activity earns minutes."""

    MODULE = "module"
    SESSION = "session"
    ENDURING = "enduring"
    """Sessions made up with enduring material, where the activity was designated for that."""


class Outlook(StrEnum):
    """Whether somebody completes a cohort."""

    COMPLETE = "complete"
    IN_PROGRESS = "in-progress"
    OUT_OF_REACH = "out-of-reach"
