"""Giving a session a recording, putting another one in its place, and removing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.queries import lock_session
from app.casework.recordings import queries, rules
from app.casework.recordings.enums import Audience
from app.casework.recordings.models import SessionRecording, SessionRecordingRemoval
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require


@dataclass(frozen=True)
class NewRecording:
    """A recording as it is to be shown."""

    link: str
    audience: Audience
    visible_until: datetime
    has_captions: bool = False


def add(
    session: Session, case_session_id: UUID, new: NewRecording, *, by: UUID, now: datetime
) -> SessionRecording:
    """Let a session have a recording; the one before is not shown any more.

    Raises `RefusedError` with the rule's reason.
    """
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.NOT_BEGUN if now < held.starts_at or held.canceled else None)
    require(rules.why_not_link(new.link))
    require(None if now < new.visible_until else rules.UNTIL_PAST)
    recording = SessionRecording(
        case_session_id=case_session_id,
        edition=queries.last_edition(session, case_session_id) + 1,
        link=new.link,
        has_captions=new.has_captions,
        audience=new.audience,
        visible_until=new.visible_until,
        added_at=now,
        by=by,
    )
    session.add(recording)
    columns = "case_session_id, edition"  # not shown
    flush_unique(session, SessionRecording, columns, rules.REMOVED)
    facts = {
        "edition": recording.edition,
        "audience": new.audience.value,
        "until": new.visible_until.isoformat(),
        "captions": new.has_captions,
    }
    act = "recording.added"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
    return recording


def remove(
    session: Session, case_session_id: UUID, edition: int, *, by: UUID, now: datetime
) -> None:
    """Let nobody watch a session's recording any more; a second click changes nothing.

    Raises `RefusedError` where another one took its place, or the cohort is archived.
    """
    require(why_not_change(lock_session(session, case_session_id).archived_at))
    recording = queries.recording_of(session, case_session_id)
    if recording is None:
        return
    require(None if recording.edition == edition else rules.REMOVED)
    session.add(SessionRecordingRemoval(recording_id=recording.id, removed_at=now, by=by))
    flush_unique(session, SessionRecordingRemoval, "recording_id", rules.REMOVED)  # not shown
    facts = {"edition": edition}
    act = "recording.removed"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)
