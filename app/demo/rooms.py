"""What the demo's facilitator keeps of the sessions that were held: stars, notes, groups."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.breakouts.actions import Wanted, make_groups
from app.casework.breakouts.enums import Among
from app.casework.breakouts.rules import USUAL_SIZE
from app.casework.rooms.actions import save_note, star
from app.cohorts.queries import UnitRow, units
from app.learning.queries import shared_reflections

STARRED = 2
GROUPING = timedelta(minutes=23)
"""From the start of a session to its groups."""
NOTING = timedelta(minutes=75)
SEED = 2026
NOTES: Mapping[int, str] = {
    2: (
        "The breakout task needs its full sixteen minutes. "
        "Two groups had no reporter; name one before the rooms open."
    ),
    3: (
        "Disclosure 2 came too early at minute 30. Wait until the players have changed.\n\n"
        "The wrap-up question worked: ask it in the chat and read three answers aloud."
    ),
}


def keep_rooms(session: Session, cohort_id: UUID, *, by: UUID, now: datetime) -> None:
    """For each session that has begun: two reflections to use, groups, and for some a note."""
    for unit in units(session, cohort_id):
        if unit.starts_at is not None and unit.starts_at + NOTING <= now:
            _keep(session, unit, unit.starts_at, by)


def _keep(session: Session, unit: UnitRow, starts_at: datetime, by: UUID) -> None:
    assert unit.session_id is not None
    shared = [
        own.reflection.enrollment_id
        for own in shared_reflections(session, unit.id)
        if own.reflection.saved_at <= starts_at
    ]
    for key in shared[:STARRED]:
        star(session, unit.session_id, unit.id, key, starred=True, now=starts_at)
    wanted = Wanted(USUAL_SIZE, SEED + unit.position, Among.ENROLLED)
    make_groups(session, unit.session_id, wanted, by=by, now=starts_at + GROUPING)
    if text := NOTES.get(unit.position):
        save_note(session, unit.session_id, text, seen=0, by=by, now=starts_at + NOTING)
