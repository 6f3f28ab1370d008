"""What somebody chose about the mail they get."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class NotificationChoice(SQLModel, table=True):
    """One person's choices, once they made any."""

    __tablename__ = "notification_choice"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    declined: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Streams that are turned off, by value."""
    quiet_from: time
    """On the clock of the person's zone, as is `quiet_until`."""
    quiet_until: time
    changed_at: datetime
    invited_since: datetime | None = None
    """Since when invitations are wanted; the worker sends what there is none of yet."""
