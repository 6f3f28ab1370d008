"""Recordings of sessions. What a file holds lies in the data directory, by its hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.recordings.enums import Audience
from app.core.db import EnumText
from app.core.ids import new_id


class SessionRecording(SQLModel, table=True):
    """A recording as a link or as a file; another one takes its place with the next `edition`."""

    __tablename__ = "session_recording"
    __table_args__ = (
        UniqueConstraint("case_session_id", "edition"),
        CheckConstraint("(link = '') <> (file_hash = '')", name="link_or_file"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    link: str = ""
    """An `https` address elsewhere; empty for a file."""
    file_hash: str = ""
    """SHA-256 of the file; empty for a link."""
    file_type: str = ""
    """What its content says that it is, such as `video/mp4`."""
    captions: str = ""
    """WebVTT, checked; empty where there are none."""
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
