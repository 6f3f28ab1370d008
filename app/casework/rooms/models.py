"""What facilitators keep of a session: which reflections they want to use, and a note."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ReflectionStar(SQLModel, table=True):
    """That what somebody shares is to be used in a session: a bookmark of all who lead it.

    Nothing of the reflection is kept here: whoever no longer shares it takes it out of the session.
    """

    __tablename__ = "reflection_star"

    case_session_id: UUID = Field(foreign_key="case_session.id", primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", primary_key=True, index=True)
    starred_at: datetime


class SessionNote(SQLModel, table=True):
    """One version of the facilitators' note on a session, as saved; the newest edition holds.

    It is never about identifiable people, as its page says. No version is ever changed.
    """

    __tablename__ = "session_note"
    __table_args__ = (UniqueConstraint("case_session_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    text: str
    saved_at: datetime
    by: UUID
