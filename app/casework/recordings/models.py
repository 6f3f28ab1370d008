"""Recordings of sessions: where they are, and for whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.recordings.enums import Audience
from app.core.db import EnumText
from app.core.ids import new_id


class SessionRecording(SQLModel, table=True):
    """Where a session's recording is; another one takes its place with the next `edition`."""

    __tablename__ = "session_recording"
    __table_args__ = (UniqueConstraint("case_session_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    link: str
    """An `https` address."""
    has_captions: bool
    """Whether it has captions, as whoever added it says."""
    audience: Audience = Field(sa_type=EnumText(Audience))
    visible_until: datetime
    added_at: datetime
    by: UUID


class SessionRecordingRemoval(SQLModel, table=True):
    """A recording is not shown any more."""

    __tablename__ = "session_recording_removal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recording_id: UUID = Field(foreign_key="session_recording.id", unique=True)
    removed_at: datetime
    by: UUID
