"""What Zoom tells of a meeting, by which way a list was read, and why one could not be."""

from enum import StrEnum


class Told(StrEnum):
    """What an event says."""

    JOINED = "joined"
    LEFT = "left"
    ENDED = "ended"
    """The meeting, for everybody in it."""


class ReadFrom(StrEnum):
    """What a list was made of."""

    ZOOM = "zoom"
    """Zoom's own list of a meeting that is over."""
    EVENTS = "events"
    """What Zoom told while people came and went, where its list could not be read."""


class Problem(StrEnum):
    """Why the list of a meeting could not be read."""

    NO_ANSWER = "no_answer"
    TOO_OFTEN = "too_often"
    KEYS_REFUSED = "keys_refused"
    NOT_ALLOWED = "not_allowed"
    NO_MEETING = "no_meeting"
    NOT_OVER = "not_over"
    NOT_WHOLE = "not_whole"
    NOBODY = "nobody"
    OTHER_TIME = "other_time"


class Stage(StrEnum):
    """At which time a list is read: Zoom completes it in the hours after a meeting."""

    FIRST = "first"
    SECOND = "second"
    FINAL = "final"
