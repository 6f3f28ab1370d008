"""A recording before it is one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.casework.recordings.enums import Audience, MediaKind


@dataclass(frozen=True)
class NewFile:
    """A recording that was sent to us."""

    sha256: str
    size: int
    """Bytes."""
    media: MediaKind
    put: Callable[[], None]
    """Lets the file be where its row says; called when the row is written."""
    captions: str | None = None
    """As WebVTT."""


@dataclass(frozen=True)
class NewRecording:
    """A recording as it is to be shown: a link, or a file."""

    link: str | None
    audience: Audience
    visible_until: datetime
    has_captions: bool = False
    """Of a link."""
    file: NewFile | None = None
