"""Which daily letters were written."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ThreadDigest(SQLModel, table=True):
    """One day's letter to one person about one cohort: there is no second one, whoever writes."""

    __tablename__ = "thread_digest"
    __table_args__ = (UniqueConstraint("person_id", "cohort_id", "day"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    cohort_id: UUID = Field(foreign_key="cohort.id")
    day: date
    """On the reader's calendar."""
    until: datetime
    """What came later is for the next one."""
