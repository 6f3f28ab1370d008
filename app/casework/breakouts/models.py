"""The groups of a session as they were made, for everybody who leads it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.breakouts.enums import Among, Wish
from app.core.db import EnumText
from app.core.ids import new_id


class Breakout(SQLModel, table=True):
    """One making of a session's groups; the newest edition holds."""

    __table_args__ = (UniqueConstraint("case_session_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    edition: int
    size: int
    """How many people a group has at most."""
    seed: int
    """The same seed makes the same groups of the same people."""
    among: Among = Field(sa_type=EnumText(Among))
    made_at: datetime
    by: UUID


class BreakoutPlace(SQLModel, table=True):
    """In which group somebody is; another one where they were moved by hand."""

    __tablename__ = "breakout_place"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)  # not shown

    breakout_id: UUID = Field(foreign_key="breakout.id", primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", primary_key=True, index=True)
    number: int
    """Of the group, from 1."""


class BreakoutWish(SQLModel, table=True):
    """What was wished of two people when the groups were made, in the order of the wishes."""

    __tablename__ = "breakout_wish"

    breakout_id: UUID = Field(foreign_key="breakout.id", primary_key=True)
    number: int = Field(primary_key=True)
    wish: Wish = Field(sa_type=EnumText(Wish))
    one_id: UUID = Field(foreign_key="enrollment.id", index=True)
    other_id: UUID = Field(foreign_key="enrollment.id", index=True)
