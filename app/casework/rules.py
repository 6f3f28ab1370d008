"""What a mark means, who is expected, and how marks meet those saved meanwhile; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.language.reasons import Reason, reason

CANCELED = reason(
    "session.canceled", "This session was canceled, so there is no attendance to record."
)
NOT_BEGUN = reason(
    "session.not_begun",
    "This session has not begun. You can record attendance as soon as it starts.",
)

OFFERED = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
)
"""What a facilitator chooses from for everybody; partial comes from elsewhere."""

CAN_BE_MADE_UP = frozenset(
    {
        AttendanceStatus.ABSENT,
        AttendanceStatus.EXCUSED,
        AttendanceStatus.PARTIAL,
        AttendanceStatus.MADE_UP,
    }
)
"""Whoever has one of these marks can also get the one of a make-up."""

COUNTED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.MADE_UP})
"""With these marks a session counts toward completion."""


@dataclass(frozen=True)
class Mark:
    """A mark as it is stored; the default is what holds where nothing is."""

    status: AttendanceStatus = AttendanceStatus.NOT_RECORDED
    version: int = 0
    source: AttendanceSource | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Submitted:
    """A mark as it arrives: what is wanted, and what the page showed when it was chosen."""

    status: AttendanceStatus
    seen: Mark = Mark()


@dataclass(frozen=True)
class SavePlan:
    """What a save will do, by enrollment."""

    inserts: Mapping[UUID, AttendanceStatus]
    updates: Mapping[UUID, AttendanceStatus]
    unchanged: Sequence[UUID]
    conflicts: Sequence[UUID]
    """Changed by somebody else since the page was opened, to something else than wanted here."""
    unknown: Sequence[UUID]
    """Nobody of this cohort: withdrawn meanwhile, or never in it."""


def offered(stored: AttendanceStatus, *, ended: bool) -> list[AttendanceStatus]:
    """What a facilitator chooses from in a row. `ended`: only then a session can be made up."""
    found = list(OFFERED)
    if stored not in (*OFFERED, AttendanceStatus.NOT_RECORDED):
        found.append(stored)
    if ended and stored in CAN_BE_MADE_UP and AttendanceStatus.MADE_UP not in found:
        found.append(AttendanceStatus.MADE_UP)
    return found


def is_expected(enrolled_at: datetime, starts_at: datetime) -> bool:
    """Whether somebody is expected at a session: not if they enrolled after it began."""
    return enrolled_at <= starts_at


def why_not_record(starts_at: datetime, now: datetime, *, canceled: bool = False) -> Reason | None:
    """Why attendance of a session cannot be recorded at this moment."""
    if canceled:
        return CANCELED
    return NOT_BEGUN if now < starts_at else None


def plan_save(current: Mapping[UUID, Mark], submitted: Mapping[UUID, Submitted]) -> SavePlan:
    """Merge what is wanted into what is stored. `current` holds everybody of the cohort."""
    plan: dict[str, list[UUID]] = {}
    for enrollment_id, wish in submitted.items():
        verdict = _verdict(current.get(enrollment_id), wish)
        plan.setdefault(verdict, []).append(enrollment_id)
    return SavePlan(
        inserts={one: submitted[one].status for one in plan.get("insert", ())},
        updates={one: submitted[one].status for one in plan.get("update", ())},
        unchanged=plan.get("unchanged", []),
        conflicts=plan.get("conflict", []),
        unknown=plan.get("unknown", []),
    )


def _verdict(stored: Mark | None, wish: Submitted) -> str:
    if stored is None:
        return "unknown"
    if wish.status in {wish.seen.status, stored.status}:
        return "unchanged"
    if stored.version != wish.seen.version and stored.status is not wish.seen.status:
        return "conflict"
    return "update" if stored.version else "insert"
