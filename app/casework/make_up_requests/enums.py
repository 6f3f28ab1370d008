"""Ways to make a session up, what they earn, and how a request stands."""

from enum import StrEnum


class Way(StrEnum):
    """How a missed session is made up."""

    SISTER_SESSION = "sister_session"
    """At the session of the same case in another cohort."""
    RECORDING = "recording"
    """Watching the recording, and reflecting on it."""
    CASE_RESPONSE = "case_response"
    """A written response to the case."""


class CreditType(StrEnum):
    """What a make-up is for whoever designates credit."""

    LIVE = "live"
    ENDURING = "enduring"
    """Material that stays: it earns only where the activity was designated for it."""
    NONE = "none"


class RequestStep(StrEnum):
    """What somebody did about a make-up."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"


class RequestState(StrEnum):
    """How a make-up stands: what its newest step left."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"
    """It was approved, and the mark says otherwise now."""
    UNNEEDED = "unneeded"
    """It was submitted or returned, and the session is not missed anymore: nobody has to answer."""
