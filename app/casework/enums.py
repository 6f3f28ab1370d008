"""What the rows may say, as values that rules can know without the database."""

from enum import StrEnum


class AttendanceStatus(StrEnum):
    """What is known of one person at one session; nothing is ever pre-selected.

    `made_up` is shown where a make-up stands beside a mark. It is never stored as a mark.
    """

    NOT_RECORDED = "not_recorded"
    PRESENT = "present"
    LATE = "late"
    PARTIAL = "partial"
    EXCUSED = "excused"
    ABSENT = "absent"
    MADE_UP = "made_up"


class AttendanceSource(StrEnum):
    """Where a mark came from; a manual one wins over any import."""

    MANUAL = "manual"
    CHECK_IN = "check_in"
    IMPORT = "import"
