"""The log of who was where they had no session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.contamination.enums import SeenIn
from app.core.db import EnumText
from app.core.ids import new_id


class Contamination(SQLModel, table=True):
    """That somebody was at a session that was not theirs; never changed. It is no mark."""

    __table_args__ = (UniqueConstraint("enrollment_id", "case_session_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id", index=True)
    seen_in: SeenIn = Field(sa_type=EnumText(SeenIn))
    minutes: int | None = None
    """As far as the file says."""
    note: str = ""
    at: datetime
    by: UUID | None = None
