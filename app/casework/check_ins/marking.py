"""A check-in with the mark that goes with it: what checking in, adding and striking share."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.check_ins import rules
from app.casework.check_ins.models import CheckIn
from app.casework.check_ins.rules import CheckedIn
from app.casework.enums import AttendanceSource
from app.casework.hours import hour_of
from app.casework.locks.queries import LockedSession
from app.casework.queries import Attendee, attendees
from app.casework.rules import Submitted
from app.casework.saves.actions import AmendmentNeededError, SaveMarks
from app.cohorts.context import CohortContext
from app.core import audit
from app.core.errors import NotFoundError, RefusedError
from app.core.seals import seal
from app.language.reasons import Reason


def attendee(session: Session, held: LockedSession, enrollment_id: UUID) -> Attendee:
    """Somebody of the cohort with their mark; `NotFoundError` for who is not in it."""
    found = attendees(session, held.cohort_id, held.id, whose=[enrollment_id])
    if not found:
        raise NotFoundError
    return found[0]


def mark(
    session: Session,
    here: CohortContext,
    held: LockedSession,
    person: Attendee,
    new: CheckIn,
    save_marks: SaveMarks,
    why_not: Reason,
) -> None:
    """Mark whoever checks in as the policy has it; as they are where that says more."""
    hour = hour_of(here.cohort, held)
    status, minutes = rules.becomes(person.mark, new.arrived_at, hour, here.policy)
    if status is not person.mark.shown:
        wanted = Submitted(status, person.mark, minutes)
        by, now = new.by, new.checked_in_at
        save(session, held, person, wanted, save_marks, why_not, by=by, now=now)


def save(
    session: Session,
    held: LockedSession,
    person: Attendee,
    wanted: Submitted,
    save_marks: SaveMarks,
    why_not: Reason,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Save one mark; where others rely on it, nothing is, and `why_not` says so."""
    marks, source = {person.enrollment_id: wanted}, AttendanceSource.CHECK_IN
    try:
        save_marks(session, held.id, marks, by=by, now=now, source=source)
    except AmendmentNeededError as needed:
        raise RefusedError(why_not) from needed


def keep(session: Session, new: CheckIn, act: str) -> CheckedIn:
    """Keep it, with its line."""
    session.add(new)
    session.flush()
    facts = {
        "check_in": str(new.id),
        "enrollment": str(new.enrollment_id),
        "way": new.way.value,
        "seal": seal(new),
    }
    at = new.checked_in_at
    held = new.case_session_id
    audit.record(session, act, "case_session", held, by=new.by, now=at, facts=facts)
    return CheckedIn(
        new.id,
        new.enrollment_id,
        new.edition,
        new.way,
        at,
        new.arrived_at,
        new.device,
        new.by,
    )
