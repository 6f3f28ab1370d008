"""What a mark means, who is expected, and how marks meet those saved meanwhile; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.models import AttendanceSource, AttendanceStatus
from app.content.schema import PolicyData

OFFERED = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
)
"""What a facilitator chooses from; partial and made up come from elsewhere."""

COUNTED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.MADE_UP})


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


def status_for_minutes(
    minutes: int, joined_late_by: int | None, policy: PolicyData
) -> AttendanceStatus:
    """The status that known minutes mean. `joined_late_by`: minutes after the start, if known."""
    if minutes < 0:
        raise ValueError("Minutes present cannot be negative.")
    if minutes == 0:
        return AttendanceStatus.ABSENT
    if minutes < policy.present_minutes:
        return AttendanceStatus.PARTIAL
    if joined_late_by is not None and joined_late_by > policy.late_after_minutes:
        return AttendanceStatus.LATE
    return AttendanceStatus.PRESENT


def counts(status: AttendanceStatus) -> bool:
    """Whether a session with this mark counts toward completion."""
    return status in COUNTED


def is_expected(enrolled_at: datetime, starts_at: datetime) -> bool:
    """Whether somebody is expected at a session: not if they enrolled after it began."""
    return enrolled_at <= starts_at


def why_not_record(starts_at: datetime, now: datetime, *, canceled: bool = False) -> str | None:
    """Why attendance of a session cannot be recorded at this moment."""
    if canceled:
        return "This session was canceled, so there is no attendance to record."
    if now < starts_at:
        return "This session has not begun. You can record attendance as soon as it starts."
    return None


def may_replace(stored: Mark, source: AttendanceSource) -> bool:
    """Whether a mark from this source may replace the stored one: a manual mark wins."""
    if stored.status is AttendanceStatus.NOT_RECORDED:
        return True
    return source is AttendanceSource.MANUAL or stored.source is not AttendanceSource.MANUAL


def plan_save(
    current: Mapping[UUID, Mark],
    submitted: Mapping[UUID, Submitted],
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> SavePlan:
    """Merge what is wanted into what is stored. `current` holds everybody of the cohort."""
    plan: dict[str, list[UUID]] = {}
    for enrollment_id, wish in submitted.items():
        verdict = _verdict(current.get(enrollment_id), wish, source)
        plan.setdefault(verdict, []).append(enrollment_id)
    return SavePlan(
        inserts={one: submitted[one].status for one in plan.get("insert", ())},
        updates={one: submitted[one].status for one in plan.get("update", ())},
        unchanged=plan.get("unchanged", []),
        conflicts=plan.get("conflict", []),
        unknown=plan.get("unknown", []),
    )


def _verdict(stored: Mark | None, wish: Submitted, source: AttendanceSource) -> str:
    if stored is None:
        return "unknown"
    untouched = wish.status is wish.seen.status
    if untouched or wish.status is stored.status or not may_replace(stored, source):
        return "unchanged"
    if stored.version != wish.seen.version and stored.status is not wish.seen.status:
        return "conflict"
    return "update" if stored.version else "insert"
