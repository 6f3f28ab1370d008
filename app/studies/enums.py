"""What a project is before the law."""

from enum import StrEnum


class Determination(StrEnum):
    """What the institutional review board, or whoever decides for it, said of a project."""

    RESEARCH = "research"
    EXEMPT = "exempt"
    """Research that needs no further review."""
    QUALITY = "quality"
    """Quality improvement: no research."""


class WaveAnchor(StrEnum):
    """From when the months of a project's waves are counted."""

    START = "start"
    """The day of the cohort's first session; its first day where it has none."""
    RANDOMIZED = "randomized"
    """The day on which each person was allocated to an arm. What comes before, the baseline, is
    counted from the start."""


class Respondent(StrEnum):
    """Who answers an instrument of a wave."""

    LEARNER = "learner"
    MENTEE = "mentee"
    """Somebody whom the learner mentors and named; what they answer is about the learner."""


class ConsentScope(StrEnum):
    """What somebody allows with their answers."""

    USE = "use"
    """What taking part is: no question, and in all that is given."""
    LINK = "link"
    """One wave's answers may be put beside another's."""
    RECONTACT = "recontact"
    """They may be asked about later studies."""
    SHARE = "share"
    """Answers may be passed on without anything that tells whose they are."""
    MENTEE = "mentee"
    """A mentee whom they name may be asked, too."""


class ConsentState(StrEnum):
    """How somebody stands to a project."""

    UNANSWERED = "unanswered"
    GIVEN = "given"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class KeptData(StrEnum):
    """What becomes of the answers of somebody who withdraws."""

    KEEP = "keep"
    """They stay in the study; no others are asked for."""
    REMOVE = "remove"
    """They are deleted, as far as anybody can tell which ones they are."""


class RaterStep(StrEnum):
    """What a mentee did after being asked."""

    AGREED = "agreed"
    DECLINED = "declined"
    STOPPED = "stopped"
    """They agreed, and want no more of it."""


class WaveState(StrEnum):
    """How somebody stands to a wave."""

    NOT_DUE = "not_due"
    DUE = "due"
    """Their time has begun, and they are not invited yet."""
    INVITED = "invited"
    OPENED = "opened"
    """They have begun and not sent; known only where answers are somebody's."""
    PARTIAL = "partial"
    """Sent with fewer answers than its scores need; or begun, and their time is over."""
    COMPLETE = "complete"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LOST = "lost"
    """Their time is over, and nothing came."""
    INELIGIBLE = "ineligible"
    """They came when it was over, have not agreed to be asked, or have no mentee to ask."""
    LEFT_INSTITUTION = "left_institution"
    """They are elsewhere than when they began, and did not answer."""
