"""Giving a session a recording, putting another one in its place, and removing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.locks.queries import lock_session
from app.casework.recordings import queries, rules
from app.casework.recordings.facts import NewFile, NewRecording
from app.casework.recordings.models import (
    RecordingCaptions,
    SessionRecording,
    SessionRecordingRemoval,
)
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import require


def add(
    session: Session, case_session_id: UUID, new: NewRecording, *, by: UUID, now: datetime
) -> SessionRecording:
    """Let a session have a recording; the one before is not shown any more.

    Raises `RefusedError` with the rule's reason.
    """
    held = lock_session(session, case_session_id)
    require(why_not_change(held.archived_at))
    require(rules.why_not_keep(held.starts_at, now, canceled=held.canceled))
    require(rules.why_not_link(new.link) if new.link is not None else None)
    require(None if now < new.visible_until else rules.UNTIL_PAST)
    _forget_captions(session, queries.recording_of(session, case_session_id))
    recording = _recording(session, case_session_id, new, by=by, now=now)
    session.add(recording)
    columns = "case_session_id, edition"  # not shown
    flush_unique(session, SessionRecording, columns, rules.REMOVED)
    if new.file is not None:
        _keep_file(session, recording, new.file)
    facts = _facts(recording)
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
    _forget_captions(session, recording)
    session.add(SessionRecordingRemoval(recording_id=recording.id, removed_at=now, by=by))
    flush_unique(session, SessionRecordingRemoval, "recording_id", rules.REMOVED)  # not shown
    facts = {"edition": edition}
    act = "recording.removed"
    audit.record(session, act, "case_session", case_session_id, by=by, now=now, facts=facts)


def _recording(
    session: Session, case_session_id: UUID, new: NewRecording, *, by: UUID, now: datetime
) -> SessionRecording:
    file = new.file
    return SessionRecording(
        case_session_id=case_session_id,
        edition=queries.last_edition(session, case_session_id) + 1,
        link=new.link,
        sha256=file.sha256 if file else None,
        size=file.size if file else None,
        media=file.media if file else None,
        has_captions=file.captions is not None if file else new.has_captions,
        audience=new.audience,
        visible_until=new.visible_until,
        added_at=now,
        by=by,
    )


def _keep_file(session: Session, recording: SessionRecording, file: NewFile) -> None:
    """The row first: without it nobody would need the file."""
    if file.captions is not None:
        session.add(RecordingCaptions(recording_id=recording.id, text=file.captions))
        session.flush()
    file.put()


def _forget_captions(session: Session, recording: SessionRecording | None) -> None:
    """What was said is not kept for longer than it can be watched."""
    if recording is not None:
        own = col(RecordingCaptions.recording_id) == recording.id
        session.execute(delete(RecordingCaptions).where(own))


def _facts(recording: SessionRecording) -> dict[str, Any]:
    return {
        "edition": recording.edition,
        "audience": recording.audience.value,
        "until": recording.visible_until.isoformat(),
        "captions": recording.has_captions,
        **({"file": recording.sha256} if recording.sha256 else {}),
    }
