"""Of which cohorts records can have been deleted at all; pure."""

from datetime import datetime

LEAST_YEARS = 6
"""What accreditors ask for: no retention policy lets records go sooner."""


def is_of_long_ago(closes_at: datetime, now: datetime) -> bool:
    """Whether records of a cohort can have been deleted by now.

    Years are those of UTC: a cohort that closes on the last evening of one, in a zone of America,
    closes in the next by it.
    """
    return closes_at.year + LEAST_YEARS <= now.year
