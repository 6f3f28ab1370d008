"""When a booklet is printed again, and what can be said of one; pure."""

from dataclasses import dataclass
from datetime import timedelta

TRIED_AGAIN_AFTER = timedelta(hours=6)
"""So long after a print that ended without a result."""


@dataclass(frozen=True)
class BookletState:
    """A module's PDF, or why there is none."""

    pdf: bytes | None
    given_up: bool
    """Whether the last attempt to print it with this template failed."""
