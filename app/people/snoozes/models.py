"""What was put off by whom, until when."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Snooze(SQLModel, table=True):
    """One thing that waits and that one person does not want to see until a moment.

    A preference and no fact: it changes nothing for anybody else who sees the same thing wait.
    """

    __table_args__ = (UniqueConstraint("person_id", "subject"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    subject: str
    """What waits, as its list names it: a kind and an id."""
    things: str = ""
    """What was in it then, as `rules.Things` are written; empty: from before they were."""
    until: datetime
    created_at: datetime
