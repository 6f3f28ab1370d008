"""What can become of a post."""

from enum import StrEnum


class PostEndKind(StrEnum):
    """How a post ended: its place in the thread stays, its words are for facilitators only."""

    DELETED = "deleted"
    """By its author."""
    REMOVED = "removed"
    """By a facilitator or coordinator, with a reason that the author sees."""
