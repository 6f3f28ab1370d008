"""Reads of recordings: the one that stands for a session, and those of a cohort."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.recordings.models import (
    RecordingCaptions,
    SessionRecording,
    SessionRecordingRemoval,
)


def _stands() -> ColumnElement[bool]:
    """That a recording is the newest of its session and was not removed."""
    newer = aliased(SessionRecording)
    return and_(
        ~exists().where(col(SessionRecordingRemoval.recording_id) == col(SessionRecording.id)),
        ~exists().where(
            col(newer.case_session_id) == col(SessionRecording.case_session_id),
            col(newer.edition) > col(SessionRecording.edition),
        ),
    )


def recording_of(session: Session, case_session_id: UUID) -> SessionRecording | None:
    """The recording of a session that stands."""
    own = col(SessionRecording.case_session_id) == case_session_id
    return session.scalar(select(SessionRecording).where(own, _stands()))


def last_edition(session: Session, case_session_id: UUID) -> int:
    """The number of a session's last recording; 0 where it never had one."""
    own = col(SessionRecording.case_session_id) == case_session_id
    return session.scalar(select(func.max(col(SessionRecording.edition))).where(own)) or 0


def captions_of(session: Session, recording_id: UUID) -> str | None:
    """The captions of a recording that is a file, as WebVTT."""
    found = session.get(RecordingCaptions, recording_id)
    return found.text if found else None


def files_in_use(session: Session) -> set[str]:
    """The hashes of all files of recordings that stand."""
    is_file = col(SessionRecording.sha256).is_not(None)
    found = session.scalars(select(col(SessionRecording.sha256)).where(is_file, _stands()))
    return {sha256 for sha256 in found if sha256}
