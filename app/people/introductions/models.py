"""What somebody tells the people of their cohorts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class Introduction(SQLModel, table=True):
    """One person's own words, and which of them others may see. Theirs to change and to remove."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    interests: str = ""
    offers: str = ""
    """What they could help somebody with."""
    contact: str = ""
    """How to reach them, as they typed it."""
    shown: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Parts that others may see, by value of `Part`; every other one is theirs alone."""
    after_end: bool = False
    """Whether they are still listed when a cohort has ended."""
    changed_at: datetime
