"""What a mark means, how it can be set, and who is expected; pure."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.cohorts.rules import check_in_opens
from app.language.reasons import Reason, ReasonKind, reason

CANCELED = reason(
    "session.canceled", "This session was canceled, so there is no attendance to record."
)
NOT_BEGUN = reason(
    "session.not_begun",
    "This session has not begun. You can record attendance as soon as it starts.",
)
NOT_ENDED = reason(
    "make_up.not_ended", "A session can be made up once it has ended. Nothing was saved."
)
NOT_MISSED = reason(
    "make_up.not_missed",
    "Only a session that somebody missed can be made up. "
    "Nothing was saved: load the page again and look at their mark.",
)
NOT_HELD = reason(
    "session.not_held", "This session counts as not held, so there is no attendance to record."
)
CHECK_IN_STAYS = reason(
    "attendance.check_in_stays",
    "What people did by checking in is not undone here: strike or add them on the page of who is "
    "in, or change their mark on the attendance sheet.",
)
MINUTES_OF_NOBODY = reason(
    "attendance.minutes_of_nobody",
    "Minutes go with present, late or partial. Choose one of these, or leave the minutes empty. "
    "Nothing was saved.",
)
NOBODY_IS_ABSENT = reason(
    "attendance.nobody_is_absent",
    "People come to a series as they like: nobody is absent or excused, and nothing is made up. "
    "Clear the mark instead. Nothing was saved.",
)
NOT_SO_MANY = ReasonKind(
    "attendance.not_so_many", "Enter at most {most} minutes. Nothing was saved."
)
NOT_MINUTES = reason(
    "attendance.not_minutes", "Enter the minutes as a whole number, in digits. Nothing was saved."
)

OFFERED = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.PARTIAL,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
)
"""What a facilitator chooses from for everybody."""

WAS_THERE = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.PARTIAL})
"""With these marks somebody was at the session itself, for some minutes; a make-up is not that."""
MOST_MINUTES = 600
"""No session is longer."""

MISSED = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED, AttendanceStatus.PARTIAL})
"""With these marks a session was missed, and a make-up can stand beside them."""

_OF_THE_EXPECTED = frozenset(
    {AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED, AttendanceStatus.MADE_UP}
)

UNDO = "attendance.undo"
"""The reason that is kept with a mark which an undo gave back."""
UNDO_REASONS = frozenset({UNDO, "Undo of a save"})  # not shown: how it was kept until Nov 2026

COUNTED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.MADE_UP})
"""With these marks a session counts toward completion."""


def is_by_check_in(source: AttendanceSource | None, reason: str) -> bool:
    """Whether a change of a mark came of a check-in; an undo gives back where a mark came from."""
    return source is AttendanceSource.CHECK_IN and reason not in UNDO_REASONS


@dataclass(frozen=True)
class Mark:
    """A mark as it is stored; the default is what holds where nothing is."""

    status: AttendanceStatus = AttendanceStatus.NOT_RECORDED
    version: int = 0
    source: AttendanceSource | None = None
    minutes: int | None = None
    made_up: bool = False
    """Whether a make-up stands beside it."""

    @property
    def shown(self) -> AttendanceStatus:
        """What people see and choose."""
        return shown(self.status, made_up=self.made_up)

    @property
    def shown_minutes(self) -> int | None:
        """The minutes that people see beside it: none of a session that was made up."""
        return None if self.made_up else self.minutes

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody said it, so that nothing read from elsewhere changes it."""
        recorded = self.status is not AttendanceStatus.NOT_RECORDED
        return recorded and self.source is AttendanceSource.MANUAL


@dataclass(frozen=True)
class Submitted:
    """A mark as it arrives: what is wanted, and what the page showed when it was chosen."""

    status: AttendanceStatus
    seen: Mark = Mark()
    minutes: int | None = None
    """Minutes present, where they are known."""

    @property
    def wanted(self) -> tuple[AttendanceStatus, int | None]:
        """What is to be shown."""
        return self.status, self.minutes


def shown(status: AttendanceStatus, *, made_up: bool) -> AttendanceStatus:
    """What people see of a stored status."""
    return AttendanceStatus.MADE_UP if made_up else status


def why_not_mark(
    stored: Mark,
    wanted: AttendanceStatus,
    minutes: int | None = None,
    *,
    ended: bool,
    expected: bool = True,
    is_series: bool = False,
) -> Reason | None:
    """Why what is stored cannot be marked like this.

    `ended`: whether the session has; `expected`: whether they were in the cohort when it began.
    """
    if is_series and wanted in _OF_THE_EXPECTED:
        return NOBODY_IS_ABSENT
    if minutes is not None and wanted not in WAS_THERE:
        return MINUTES_OF_NOBODY
    if minutes is not None and minutes < 0:
        return NOT_MINUTES
    if minutes is not None and minutes > MOST_MINUTES:
        return NOT_SO_MANY(most=MOST_MINUTES)
    if wanted is not AttendanceStatus.MADE_UP:
        return None
    if not ended:
        return NOT_ENDED
    return None if can_be_made_up(stored.status, expected=expected) else NOT_MISSED


def can_be_made_up(status: AttendanceStatus, *, expected: bool) -> bool:
    """Whether a make-up can stand beside what is stored.

    Whoever enrolled after a session is not absent from it, so it stands beside no mark at all.
    """
    before_they_came = not expected and status is AttendanceStatus.NOT_RECORDED
    return status in MISSED or before_they_came


def marked(
    before: Mark,
    wanted: AttendanceStatus,
    minutes: int | None = None,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> Mark:
    """A mark that is set. A make-up leaves the absence as it is, every other status ends it.

    `minutes`: as far as whoever marks knows them; those of another status are no longer known.
    """
    version = before.version + 1
    if wanted is not AttendanceStatus.MADE_UP:
        return Mark(wanted, version, source, minutes)
    return replace(before, version=version, source=source, made_up=True)


def adds_make_up(stored: Mark, wanted: AttendanceStatus) -> bool:
    """Whether what is wanted puts a make-up beside a mark, which stays as it is."""
    return wanted is AttendanceStatus.MADE_UP and not stored.made_up


def offered(stored: Mark, *, ended: bool, is_series: bool = False) -> list[AttendanceStatus]:
    """What a facilitator chooses from in a row: what is there, and what may be instead."""
    there = stored.shown
    return [
        status
        for status in (*OFFERED, AttendanceStatus.MADE_UP)
        if status is there or why_not_mark(stored, status, ended=ended, is_series=is_series) is None
    ]


def is_expected(enrolled_at: datetime, starts_at: datetime, *, is_series: bool = False) -> bool:
    """Whether somebody is expected at a session: not if they enrolled after it began.

    Nobody is at one of a series: people come to what they like.
    """
    return not is_series and enrolled_at <= starts_at


def is_unmarked(status: AttendanceStatus, *, expected: bool) -> bool:
    """Whether a mark is still to be recorded: of those who are expected, and have none."""
    return expected and status is AttendanceStatus.NOT_RECORDED


def why_not_record(
    starts_at: datetime,
    now: datetime,
    *,
    canceled: bool = False,
    not_held: bool = False,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> Reason | None:
    """Why attendance of a session cannot be recorded at this moment.

    Who checks in a little early is recorded at once: what is not written could be lost.
    """
    if not_held:
        return NOT_HELD
    if canceled:
        return CANCELED
    early = source is AttendanceSource.CHECK_IN
    begins = check_in_opens(starts_at) if early else starts_at
    return NOT_BEGUN if now < begins else None
