"""What can happen to a place in a cohort, and what holds then."""

from enum import StrEnum


class CohortFormat(StrEnum):
    """How people take part in a cohort."""

    COHORT = "cohort"
    """They begin and end together, and each session expects all of them."""
    SERIES = "series"
    """They come to what they like: nobody is expected, so nobody is absent."""


class EnrollmentStatus(StrEnum):
    """What holds of a place: its newest event that was not taken back."""

    NONE = "none"
    """Nothing happened yet, or all of it was taken back."""
    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    INVITED = "invited"
    OFFERED = "offered"
    ENROLLED = "enrolled"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"


class WayIn(StrEnum):
    """How people get into a cohort by themselves. Its coordinator can always put somebody in."""

    OPEN = "open"
    """Whoever asks has a seat, or waits for one."""
    APPLICATION = "application"
    """Whoever asks is decided upon."""
    INVITATION = "invitation"
    """Only who was invited."""


class EnrollmentEventKind(StrEnum):
    """What can happen to a place."""

    APPLIED = "applied"
    WAITLISTED = "waitlisted"
    INVITED = "invited"
    """Asked to come, with a seat held until they answer."""
    OFFERED = "offered"
    """Given a seat for which they applied or waited, held until they answer."""
    ENROLLED = "enrolled"
    DECLINED = "declined"
    """An application, an offer or an invitation was answered with no; `by` says by which side."""
    LAPSED = "lapsed"
    """Nobody answered in time."""
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    """Gone to another cohort, where they are enrolled."""
    TAKEN_BACK = "taken_back"
    """The newest event that stood was a mistake: what held before it holds again."""
