"""What can happen to an excuse that somebody asked for, and how it stands then."""

from enum import StrEnum


class ExcuseStep(StrEnum):
    """What somebody did about an excuse after it was asked for."""

    GRANTED = "granted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    """The answer was; the excuse waits again."""
    WITHDRAWN = "withdrawn"
    """By the learner, before anybody answered."""


class ExcuseState(StrEnum):
    """How an excuse stands: what its newest step left."""

    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNNEEDED = "unneeded"
    """It waits, and the session is not missed: nobody has to answer."""
