"""What the records of somebody who leads sessions hang on, as those of learners on enrollments."""

from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Teaching(SQLModel, table=True):
    """One person who leads sessions in one cohort, once something was ordered for them there.

    Which sessions these are, their parts say: that can still change. The person can, too, when two
    records of one person become one, so that what is issued names this row and never changes.
    """

    __table_args__ = (UniqueConstraint("cohort_id", "person_id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)
