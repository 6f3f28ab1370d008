"""When what somebody asked about a session needs no answer. Pure.

It is computed from the mark and the session and never written, so that it waits again once the
mark says that they missed it after all.
"""

from app.casework.enums import AttendanceStatus
from app.casework.no_need.enums import NoNeed

WERE_THERE = {
    AttendanceStatus.PRESENT: NoNeed.PRESENT,
    AttendanceStatus.LATE: NoNeed.LATE,
}
"""With these marks a session counts, and nothing was missed."""


def why_no_need(status: AttendanceStatus, *, off: bool, made_up: bool = False) -> NoNeed | None:
    """Why an excuse or a make-up that waits needs no answer; None: it does.

    `off`: whether the session was canceled or counts as not held; `made_up`: whether a make-up
    stands beside the mark.
    """
    if off:
        return NoNeed.NOT_HELD
    return NoNeed.MADE_UP if made_up else WERE_THERE.get(status)
