"""Who is listed among the people of a cohort, and for whom; pure."""

from datetime import datetime


def has_ended(closes_at: datetime, archived_at: datetime | None, now: datetime) -> bool:
    """Whether a cohort is over: from then on only those are listed who agreed to be."""
    return archived_at is not None or now >= closes_at


def sees_others(*, agreed: bool, ended: bool) -> bool:
    """Whether a member sees who is listed: once it is over, those who agreed see each other."""
    return agreed or not ended


def is_listed(*, agreed: bool, ended: bool) -> bool:
    """Whether a member stands on the list."""
    return agreed or not ended
