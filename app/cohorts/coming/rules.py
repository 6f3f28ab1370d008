"""What a visitor may be told of a cohort that has not begun; pure."""

from datetime import datetime
from enum import StrEnum


class EnrollmentWindow(StrEnum):
    """Whether a visitor could still join a cohort that has not begun."""

    LATER = "later"
    OPEN = "open"
    FULL = "full"


def enrollment(opens_at: datetime, *, capacity: int, taken: int, now: datetime) -> EnrollmentWindow:
    """Where enrollment stands before the first session."""
    if now < opens_at:
        return EnrollmentWindow.LATER
    return EnrollmentWindow.FULL if taken >= capacity else EnrollmentWindow.OPEN
