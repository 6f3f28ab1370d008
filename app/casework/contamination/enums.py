"""By what it is known."""

from enum import StrEnum


class SeenIn(StrEnum):
    """By what it is known that somebody was there."""

    FILE = "file"
    """A file of a meeting, or Zoom's list, names them."""
    TOLD = "told"
    """Somebody saw them, and said so."""
