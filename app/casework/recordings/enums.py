"""Who may watch a recording, and what one that is a file is."""

from enum import StrEnum


class Audience(StrEnum):
    """Who of a cohort may watch a recording; who facilitates or coordinates it always may."""

    ENROLLED = "enrolled"
    MISSED = "missed"
    """Only who missed the session."""
    FACILITATORS = "facilitators"


class MediaKind(StrEnum):
    """What a recording that is a file is, by the ending that its name would have."""

    MP4 = "mp4"
    WEBM = "webm"
    M4A = "m4a"
    WEBA = "weba"
    """WebM without a picture."""
    MP3 = "mp3"
