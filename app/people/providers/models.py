"""The organizations that provide accredited activities."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Provider(SQLModel, table=True):
    """An organization that designates activities for credit.

    An activity keeps the name that it was approved under; this row has the one of today.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    """As it is printed."""
    zone: str
    """IANA time zone in which its years end: people of a year are counted by it."""
    accreditor_number: str = ""
    """Its own number with its accreditor; empty where it has none, or nobody entered it."""
    added_at: datetime
    merged_into_id: UUID | None = Field(default=None, foreign_key="provider.id", index=True)
    """The one that it turned out to be, where a name had two spellings."""
