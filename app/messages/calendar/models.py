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
