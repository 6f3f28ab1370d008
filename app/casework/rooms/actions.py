"""Starring what somebody shares, and the facilitators' note on a session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.locks.queries import lock_session
from app.casework.rooms import queries
from app.casework.rooms.models import ReflectionStar, SessionNote
from app.casework.rooms.rules import NOT_SHARED, why_not_replace
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import ConflictError, require


def star(
    session: Session,
    case_session_id: UUID,
    unit_id: UUID,
    enrollment_id: UUID,
    *,
    starred: bool,
    now: datetime,
) -> None:
    """Let a shared reflection be used in a session, or not any more. No act of anybody's record.

    Raises `RefusedError` for one that is not shared, and for an archived cohort.
    """
    require(why_not_change(lock_session(session, case_session_id).archived_at))
    session.execute(
        delete(ReflectionStar).where(
            col(ReflectionStar.case_session_id) == case_session_id,
            col(ReflectionStar.enrollment_id) == enrollment_id,
        )
    )
    if starred:
        is_shared = queries.shares(session, unit_id, enrollment_id)
        require(None if is_shared else NOT_SHARED)
        session.add(
            ReflectionStar(
                case_session_id=case_session_id, enrollment_id=enrollment_id, starred_at=now
            )
        )
    session.flush()


def save_note(
    session: Session, case_session_id: UUID, text: str, *, seen: int, by: UUID, now: datetime
) -> None:
    """Let the note of a session say something else; the same words again make no version.

    `seen`: the edition that the page showed; 0 where there was none.

    Raises:
        ConflictError: Somebody else saved another text since.
    """
    require(why_not_change(lock_session(session, case_session_id).archived_at))
    there = queries.kept_of(session, case_session_id).note
    newest, before = (there.edition, there.text) if there else (0, "")
    if (unseen := why_not_replace(newest, seen, text, before)) is not None:
        raise ConflictError(unseen)
    if text == before:
        return
    note = SessionNote(
        case_session_id=case_session_id, edition=newest + 1, text=text, saved_at=now, by=by
    )
    session.add(note)
    facts = {"edition": note.edition, "characters": len(text)}
    audit.record(
        session, "session.note_saved", "session", case_session_id, by=by, now=now, facts=facts
    )
    session.flush()
