"""That a credit system is retired, or offered again. Never changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class SystemRetirement(SQLModel, table=True):
    """Whether a system is offered from some moment on: of each, the newest edition holds.

    It is of the system and not of one of its versions; one without any row is offered.
    """

    __tablename__ = "credit_system_retirement"
    __table_args__ = (UniqueConstraint("key", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str
    """Of the system."""
    edition: int
    """Counts from 1."""
    is_retired: bool
    reason: str
    at: datetime
    by: UUID
