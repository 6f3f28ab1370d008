"""What a cohort changed of its reminders, and what people were reminded of."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.messages.reminders.enums import Rule


class ReminderChange(SQLModel, table=True):
    """A rule of a cohort as it was set; the newest version is in force, and none is changed.

    A rule that nobody set goes by what the program says (`timing.rules.usual_of`).
    """

    __tablename__ = "reminder_change"
    __table_args__ = (UniqueConstraint("cohort_id", "rule", "version"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    rule: Rule = Field(sa_type=EnumText(Rule))
    version: int
    is_on: bool
    number: int
    clock: time
    changed_at: datetime
    by: UUID


class Reminded(SQLModel, table=True):
    """One thing that somebody was reminded of, in a letter that may say others besides.

    Unique by what it was about: however many workers look, nobody is reminded of it twice.
    """

    __table_args__ = (UniqueConstraint("enrollment_id", "rule", "about"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    rule: Rule = Field(sa_type=EnumText(Rule))
    about: str
    """Which unit, and of a session when it begins: one that moved is another one."""
    letter_key: str = Field(index=True)
    """The key of the letter in the outbox."""
    told_at: datetime
