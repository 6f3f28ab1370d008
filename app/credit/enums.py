"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum

AMA_PRA_1 = "ama_pra_1"
"""The key of the system whose name is a trademark; to it others are added."""
PARTICIPATION = "participation"
"""The key of the hours that everybody else claims, which are no credit and never awarded."""


class SystemRole(StrEnum):
    """What a credit system is for a learner."""

    CLAIMED = "claimed"
    """Somebody claims in it: in one only, which follows from their verified profession."""
    ADDED = "added"
    """An addition for the same minutes: nobody claims in it, the certificate says it."""
    NOTED = "noted"
    """A note on the certificate of participation, of what others accept it for."""


class StepRounding(StrEnum):
    """How minutes become the steps of a system."""

    NEAREST = "nearest"
    """Where exactly half a step goes, the activity says."""
    DOWN = "down"


class ActivityFormat(StrEnum):
    """As what the provider designates an activity."""

    BLENDED = "blended"
    """Another activity, of modules and live sessions."""
    LIVE = "live"
    ENDURING = "enduring"
    SERIES = "series"
    """A regularly scheduled series."""


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
