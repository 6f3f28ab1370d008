"""How marks that are wanted meet those saved meanwhile, and what became of a save; pure."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from app.casework.certified.rules import CHANGED_MEANWHILE, NOT_LOOKED_AT, Relied
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.rules import UNDO_REASONS, Mark, Submitted
from app.cohorts.rules import why_not_without_reason
from app.language.reasons import Reason


@dataclass(frozen=True)
class Adjusted:
    """One mark that others relied on, before and after."""

    case_session_id: UUID
    enrollment_id: UUID
    before: Mark
    after: Mark
    relied: Relied


@dataclass(frozen=True)
class Amendment:
    """What somebody says who has looked at whom a change touches."""

    reason: str = ""
    shown: str = ""
    """The fingerprint of what they looked at; empty: they have not."""


NOT_AMENDED = Amendment()


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
    by_hand: Sequence[UUID] = ()
    """Marked by hand, which stays whatever a file or a check-in says."""

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
    by_hand: Sequence[UUID] = ()
    """Not changed: somebody had marked them by hand."""
    adjusted: Sequence[Adjusted] = ()
    """The marks that others relied on, as they were and are."""


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
        by_hand=plan.get("by-hand", []),
    )


def _verdict(stored: Mark | None, wish: Submitted, source: AttendanceSource) -> str:
    if stored is None:
        return "unknown"
    seen, there = _said(wish.seen), _said(stored)
    if wish.wanted in {seen, there}:
        return "unchanged"
    if stored.is_by_hand and source is not AttendanceSource.MANUAL:
        return "by-hand"
    if stored.version != wish.seen.version and seen != there:
        return "conflict"
    return "update" if stored.version else "insert"


def _said(mark: Mark) -> tuple[AttendanceStatus, int | None]:
    return mark.shown, mark.shown_minutes


def fingerprint(adjusted: Collection[Adjusted]) -> str:
    """What a check page showed: it differs as soon as any mark or what rests on it does."""
    said = sorted(
        [
            str(mark.case_session_id),
            str(mark.enrollment_id),
            mark.before.version,
            mark.after.shown,
            mark.after.minutes,
            sorted(number or "" for _at, number in mark.relied.built),
            mark.relied.later,
        ]
        for mark in adjusted
    )
    return sha256(json.dumps(said).encode()).hexdigest()[:32]


def why_not_amend(adjusted: Collection[Adjusted], amendment: Amendment) -> Reason | None:
    """Why marks that others rely on do not change yet: nobody looked at whom it touches, or why.

    The words by which an undo is known are no reason: what has them gives back what was approved.
    """
    if not adjusted:
        return None
    if not amendment.shown:
        return NOT_LOOKED_AT
    if amendment.shown != fingerprint(adjusted):
        return CHANGED_MEANWHILE
    said = amendment.reason.strip()
    return why_not_without_reason("" if said in UNDO_REASONS else said)
