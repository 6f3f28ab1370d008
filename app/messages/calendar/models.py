"""The private address of somebody's calendar."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class CalendarFeed(SQLModel, table=True):
    """The address under which a calendar program finds the sessions of one person.

    The secret in it is made of `seed` and `SECRET_KEY`, so that its owner can be shown it again and
    who reads the database or a backup opens nothing.
    """

    __tablename__ = "calendar_feed"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    seed: str
    """Random; another one at each renewal."""
    token_hash: str = Field(unique=True)
    made_at: datetime


class CalendarEntry(SQLModel, table=True):
    """What mail told the calendar of one person last of one session.

    It is written before the mail is handed over: a worker that is killed meanwhile leaves a row
    that is not `sure`.
    """

    __tablename__ = "calendar_entry"

    case_session_id: UUID = Field(foreign_key="case_session.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    number: int
    """SEQUENCE, as it was told: whatever is told later has a higher one."""
    sequence: int
    """The number of the session of which it was told."""
    shown: bool
    """Whether the calendar shows the session by that mail; else it was taken out."""
    sure: bool
    """Whether the mail server is known to have taken the mail."""
    told_at: datetime
