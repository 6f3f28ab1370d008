"""Writing a save of marks with its line, which has the seal of all that it changed."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource
from app.casework.recording import Edit, Save, write
from app.casework.saves.rules import Adjusted
from app.core import audit
from app.core.ids import new_id

ACTS = {AttendanceSource.CHECK_IN: "check_in.marked"}
"""How the history calls saves that it would be buried in: one a person, by themselves."""


def save_edits(
    session: Session,
    case_session_id: UUID,
    edits: Sequence[Edit],
    adjusted: Collection[Adjusted],
    reason: str,
    *,
    by: UUID | None,
    now: datetime,
    source: AttendanceSource = AttendanceSource.MANUAL,
) -> UUID | None:
    """Write edits of a locked session, with their line; nothing where there are none.

    The reason is kept with those that others relied on.
    """
    if not edits:
        return None
    save, why = Save(new_id(), case_session_id, by, now), reason if adjusted else ""
    theirs = {mark.enrollment_id for mark in adjusted}
    told = [replace(edit, reason=why) if edit.enrollment_id in theirs else edit for edit in edits]
    facts = {
        "save": str(save.id),
        "marks": len(edits),
        "statuses": dict(Counter(str(edit.after.shown) for edit in edits)),
        "seal": write(session, save, told),
        **_relied_on(adjusted),
    }
    of, act = "case_session", ACTS.get(source, "attendance.saved")
    audit.record(session, act, of, case_session_id, by=by, now=now, facts=facts, reason=why)
    return save.id


def _relied_on(adjusted: Collection[Adjusted]) -> dict[str, object]:
    """For the line of a save: how many marks others relied on, and which certificates."""
    if not adjusted:
        return {}
    numbers = {number for mark in adjusted for number in mark.relied.numbers}
    return {"adjusted": len(adjusted), "certificates": sorted(numbers)}
