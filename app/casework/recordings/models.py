"""Recordings of sessions: where they are, and for whom."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.recordings.enums import Audience, MediaKind
from app.core.db import EnumText
from app.core.ids import new_id


class SessionRecording(SQLModel, table=True):
    """Where a session's recording is, elsewhere or here; the next has the next `edition`."""

    __tablename__ = "session_recording"
    __table_args__ = (
        UniqueConstraint("case_session_id", "edition"),
        CheckConstraint("(link IS NULL) <> (sha256 IS NULL)", name="one_place"),
        CheckConstraint(
            "(sha256 IS NULL) = (size IS NULL) AND (sha256 IS NULL) = (media IS NULL)", name="file"
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    link: str | None
    """An `https` address; None for a file that is kept here."""
    sha256: str | None = None
    """Of the file, by which it is named; hexadecimal."""
    size: int | None = Field(default=None, sa_type=BigInteger)
    """Bytes."""
    media: MediaKind | None = Field(default=None, sa_type=EnumText(MediaKind))
    has_captions: bool
    """Of a link, as whoever added it says; of a file, whether there are some of it."""
    audience: Audience = Field(sa_type=EnumText(Audience))
    visible_until: datetime
    added_at: datetime
    by: UUID


class RecordingCaptions(SQLModel, table=True):
    """What is said in a file, as WebVTT; gone when the recording is not shown any more."""

    __tablename__ = "recording_captions"

    recording_id: UUID = Field(primary_key=True, foreign_key="session_recording.id")
    text: str


class SessionRecordingRemoval(SQLModel, table=True):
    """A recording is not shown any more."""

    __tablename__ = "session_recording_removal"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recording_id: UUID = Field(foreign_key="session_recording.id", unique=True)
    removed_at: datetime
    by: UUID
