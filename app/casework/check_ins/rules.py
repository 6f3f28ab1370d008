"""When somebody can check in, what that makes of their mark, and whose browser was another's. Pure.

A check-in says that somebody is there, and from when on; it does not say until when. So what is
known already stays as it is: it is somebody's word, or a file that has the minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.casework.check_ins.codes.rules import STEP
from app.casework.check_ins.enums import CheckInWay
from app.casework.enums import AttendanceStatus
from app.casework.hours import Hour, hour_of
from app.casework.rules import Mark, why_not_record
from app.cohorts.rules import check_in_opens, has_ended
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason
from app.packs.schema import PolicyData

if TYPE_CHECKING:
    from app.cohorts.context import CohortContext
    from app.cohorts.queries import UnitRow

NOT_OPEN = ReasonKind("check_in.not_open", "Check-in opens {opens:moment}.")
OVER = reason(
    "check_in.over",
    "Check-in ended with the session. If you were there, tell your facilitator, who can record it.",
)
WRONG_CODE = ReasonKind(
    "check_in.wrong_code",
    "This is not the code that is shown now: a new one comes every {seconds} seconds. Look at the "
    "screen again and type the six characters that you see, or scan again.",
)(seconds=int(STEP.total_seconds()))
STRUCK = reason(
    "check_in.struck",
    "Your check-in was taken back by who leads the session. If you are there, tell them: they can "
    "add you.",
)
RELIED_ON = reason(
    "check_in.relied_on",
    "What is recorded of you for this session can no longer be changed by checking in, since "
    "something was certified or claimed by it. If it is not right, tell your coordinator.",
)
NOT_BY_LINK = reason(
    "check_in.not_by_link",
    "Joining by the link does not check anybody in to this session. Type the code that is shown.",
)
ALREADY_IN = reason("check_in.already_in", "They are checked in already.")
NOT_IN = reason("check_in.not_in", "This check-in was taken back already.")
ADDED_TOO_LATE = reason(
    "check_in.added_too_late",
    "Check-in ended with the session. Record them on the attendance sheet instead.",
)
STAYS = reason(
    "check_in.stays",
    "Others rely on this mark, so the check-in stays. Change the mark on the attendance sheet, "
    "where you see who is touched and say why.",
)
SAYS_MORE = frozenset(AttendanceStatus) - {AttendanceStatus.NOT_RECORDED, AttendanceStatus.ABSENT}
"""What stays as it is when somebody checks in; only that nobody saw them is less."""


@dataclass(frozen=True)
class CheckedIn:
    """Somebody's newest check-in to a session."""

    id: UUID
    enrollment_id: UUID
    edition: int
    way: CheckInWay
    checked_in_at: datetime
    arrived_at: datetime
    device: str
    by: UUID
    struck_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return self.struck_at is None


def is_open(hour: Hour, now: datetime) -> bool:
    """Whether people can check in."""
    return why_not_check_in(hour, now) is None


def is_open_at(here: CohortContext, unit: UnitRow, now: datetime) -> bool:
    """Whether people can check in to a unit's session, if it has one."""
    has_session = unit.session_id is not None and unit.starts_at is not None
    is_running = here.cohort.archived_at is None
    return has_session and is_running and is_open(hour_of(here.cohort, unit), now)


def why_not_check_in(hour: Hour, now: datetime) -> Reason | None:
    """Why nobody can check in to a session at this moment."""
    opens = check_in_opens(hour.starts_at)
    off = hour.canceled or hour.not_held
    if now < opens and not off:
        return NOT_OPEN(opens=local(opens, hour.zone))
    if has_ended(hour.starts_at, hour.minutes, now) and not off:
        return OVER
    return why_not_record(opens, now, canceled=hour.canceled, not_held=hour.not_held)


def why_not_anew(before: CheckedIn | None) -> Reason | None:
    """Why somebody cannot check in once more by themselves."""
    return STRUCK if before is not None and not before.stands else None


def why_not_add(hour: Hour, before: CheckedIn | None, now: datetime) -> Reason | None:
    """Why whoever leads the session cannot check somebody in.

    What was struck can be given back later, too.
    """
    if before is not None:
        return ALREADY_IN if before.stands else None
    why_not = why_not_check_in(hour, now)
    return ADDED_TOO_LATE if why_not == OVER else why_not


def why_not_strike(found: CheckedIn) -> Reason | None:
    """Why a check-in cannot be taken back."""
    return None if found.stands else NOT_IN


def arrived(before: CheckedIn | None, now: datetime) -> datetime:
    """From when on somebody was there: who is added anew, since they first checked in."""
    return before.arrived_at if before is not None else now


def becomes(
    there: Mark, arrived_at: datetime, hour: Hour, policy: PolicyData
) -> tuple[AttendanceStatus, int | None]:
    """What a check-in makes of a mark, and for how many minutes.

    Who came late was there for what was left of the session at most, and as a file's would be, it
    is a part of it where the policy asks for more. Of who came in time no minutes are known.
    """
    if there.shown in SAYS_MORE:
        return there.shown, there.minutes
    minutes_late = (arrived_at - hour.starts_at).total_seconds() / 60
    if minutes_late <= policy.late_after_minutes:
        return AttendanceStatus.PRESENT, None
    left = max(0, int(hour.minutes - minutes_late))
    late = left >= policy.present_minutes
    return AttendanceStatus.LATE if late else AttendanceStatus.PARTIAL, left


def shared_devices(check_ins: Iterable[CheckedIn]) -> Mapping[UUID, Sequence[UUID]]:
    """By enrollment, who else checked in from the same browser, in the order in which they came.

    It is no proof of anything: a couple, or a colleague whose phone was empty.
    """
    found: defaultdict[str, list[UUID]] = defaultdict(list)
    for own in sorted(check_ins, key=lambda own: own.checked_in_at):
        if own.stands and own.device:
            found[own.device].append(own.enrollment_id)
    return {
        key: [other for other in sharing if other != key]
        for sharing in found.values()
        for key in sharing
        if len(sharing) > 1
    }
