"""What Zoom told of meetings that are sessions of ours, and how far reading their lists got.

A list itself is an `AttendanceImport`, as a file is: with all of its rows.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.casework.zoom.enums import Problem, ReadFrom, Told
from app.core.db import EnumText
from app.core.ids import new_id


class ZoomReading(SQLModel, table=True):
    """How far reading Zoom's list of one session got."""

    __tablename__ = "zoom_reading"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id", unique=True)
    begun_at: datetime
    tried_at: datetime | None = None
    problem: Problem | None = Field(default=None, sa_type=EnumText(Problem))
    """Why the newest attempt brought no list; what was read before stays."""
    read_at: datetime | None = None
    """When a list was read last, whether or not it differed from the one before."""
    read_from: ReadFrom | None = Field(default=None, sa_type=EnumText(ReadFrom))
    people: int = 0
    """How many different names or addresses are in it."""
    differs: int = 0
    """For how many people it would change what an earlier list, which was applied, had made."""
    settled_at: datetime | None = None
    """Since when Zoom's list is taken for final."""


class ZoomEvent(SQLModel, table=True):
    """Somebody came or went, or a meeting ended, as Zoom told it; kept for some days."""

    __tablename__ = "zoom_event"
    __table_args__ = (Index(None, "meeting", "at"), Index(None, "received_at"))

    id: UUID = Field(default_factory=new_id, primary_key=True)
    digest: str = Field(unique=True)
    """Of what was sent: the same is told once, however often it is sent."""
    meeting: str
    """Its number, as it stands in join links."""
    occurrence: str
    """Zoom's UUID of this time that the meeting was held; a host who drops begins another one."""
    told: Told = Field(sa_type=EnumText(Told))
    participant: str
    """Whom Zoom means within the occurrence; empty where it is about the meeting."""
    name: str
    address: str
    at: datetime
    received_at: datetime
