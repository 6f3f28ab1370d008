"""What a mark means, who is expected, and how marks meet those saved meanwhile; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
NOT_ENDED = reason(
    "make_up.not_ended", "A session can be made up once it has ended. Nothing was saved."
)
NOT_MISSED = reason(
    "make_up.not_missed",
    "Only a session that somebody missed can be made up. "
    "Nothing was saved: load the page again and look at their mark.",
)
NOT_BY_HAND = reason(
    "attendance.not_by_hand", "This mark cannot be set by hand. Choose another. Nothing was saved."
)

OFFERED = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
)
"""What a facilitator chooses from for everybody; partial comes from elsewhere."""

MISSED = frozenset({AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED, AttendanceStatus.PARTIAL})
"""With these marks a session was missed, and a make-up can stand beside them."""

UNDO = "attendance.undo"
"""The reason that is kept with a mark which an undo gave back."""
UNDO_REASONS = frozenset({UNDO, "Undo of a save"})  # not shown: how it was kept until Nov 2026

COUNTED = frozenset({AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.MADE_UP})
"""With these marks a session counts toward completion."""


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


@dataclass(frozen=True)
class Submitted:
    """A mark as it arrives: what is wanted, and what the page showed when it was chosen."""

    status: AttendanceStatus
    seen: Mark = Mark()
    minutes: int | None = None
    """Minutes present, where they are known; they are kept with a status that changes."""


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

    @property
    def changes(self) -> Mapping[UUID, AttendanceStatus]:
        """All that will be written."""
        return {**self.inserts, **self.updates}


@dataclass(frozen=True)
class SaveResult:
    """What became of a save, by enrollment."""

    saved: int
    conflicts: Sequence[UUID]
    """Not overwritten: somebody else changed them since the page was opened."""
    unknown: Sequence[UUID]
    """Not saved: no longer in the cohort."""
    save_id: UUID | None
    """Names the save, for undoing it; None if nothing was changed."""


def shown(status: AttendanceStatus, *, made_up: bool) -> AttendanceStatus:
    """What people see of a stored status."""
    return AttendanceStatus.MADE_UP if made_up else status


def why_not_mark(
    stored: Mark,
    wanted: AttendanceStatus,
    *,
    ended: bool,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> Reason | None:
    """Why what is stored cannot be marked like this. `ended`: whether the session has."""
    if source is not AttendanceSource.MANUAL:
        return None
    if wanted is AttendanceStatus.MADE_UP:
        if not ended:
            return NOT_ENDED
        return None if stored.status in MISSED else NOT_MISSED
    return None if wanted in (*OFFERED, AttendanceStatus.NOT_RECORDED) else NOT_BY_HAND


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


def offered(stored: Mark, *, ended: bool) -> list[AttendanceStatus]:
    """What a facilitator chooses from in a row: what is there, and what may be instead."""
    offers = (*OFFERED, AttendanceStatus.PARTIAL, AttendanceStatus.MADE_UP)
    there = stored.shown
    return [
        status
        for status in offers
        if status is there or why_not_mark(stored, status, ended=ended) is None
    ]


def is_expected(enrolled_at: datetime, starts_at: datetime) -> bool:
    """Whether somebody is expected at a session: not if they enrolled after it began."""
    return enrolled_at <= starts_at


def is_unmarked(status: AttendanceStatus, *, expected: bool) -> bool:
    """Whether a mark is still to be recorded: of those who are expected, and have none."""
    return expected and status is AttendanceStatus.NOT_RECORDED


def why_not_record(starts_at: datetime, now: datetime, *, canceled: bool = False) -> Reason | None:
    """Why attendance of a session cannot be recorded at this moment."""
    if canceled:
        return CANCELED
    return NOT_BEGUN if now < starts_at else None


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
    wanted = {enrollment_id: wish.status for enrollment_id, wish in submitted.items()}
    return SavePlan(
        inserts={enrollment_id: wanted[enrollment_id] for enrollment_id in plan.get("insert", ())},
        updates={enrollment_id: wanted[enrollment_id] for enrollment_id in plan.get("update", ())},
        unchanged=plan.get("unchanged", []),
        conflicts=plan.get("conflict", []),
        unknown=plan.get("unknown", []),
    )


def _verdict(stored: Mark | None, wish: Submitted, source: AttendanceSource) -> str:
    if stored is None:
        return "unknown"
    if any(_says(mark, wish) for mark in (wish.seen, stored)):
        return "unchanged"
    if source is not AttendanceSource.MANUAL and _is_by_hand(stored):
        return "conflict"  # somebody set it since the file was looked at
    if stored.version != wish.seen.version and stored.shown is not wish.seen.shown:
        return "conflict"
    return "update" if stored.version else "insert"


def _says(mark: Mark, wish: Submitted) -> bool:
    return mark.shown is wish.status and wish.minutes in {None, mark.minutes}


def _is_by_hand(mark: Mark) -> bool:
    recorded = mark.status is not AttendanceStatus.NOT_RECORDED
    return recorded and mark.source is AttendanceSource.MANUAL
