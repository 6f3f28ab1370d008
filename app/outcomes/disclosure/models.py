"""What was told of groups of people, so that the next report can be told beside it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ShownTable(SQLModel, table=True):
    """One edition of a table, as its readers saw it.

    What may be told next is decided by all editions together (`rules.told`), so none is changed or
    taken out. It says of a cell no more than the readers saw: its number, or that there were too
    few.
    """

    __tablename__ = "shown_table"
    __table_args__ = (UniqueConstraint("name", "scope", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    """Which table: a key of the page or report that shows it."""
    scope: str
    """Of which cohort, program or project."""
    edition: int
    cut_off: datetime
    """Up to when what it counts was recorded."""
    cells: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    """As `cells.to_json` writes them; null: too few."""
    shown_at: datetime
