"""Files of people that were sent, what was decided about them, and whom they brought in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.cohorts.intake.enums import Meaning, Outcome
from app.core.db import EnumText
from app.core.ids import new_id


def _json() -> Column[Any]:
    return Column(JSON, nullable=False)


class PeopleImport(SQLModel, table=True):
    """One file for one cohort: its rows until it is applied, and when that was."""

    __tablename__ = "people_import"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id", index=True)
    file_name: str
    written_as: str
    """`xlsx`, or the encoding of a text."""
    delimiter: str
    headers: list[str] = Field(sa_column=_json())
    columns: list[str] = Field(sa_column=_json())
    """What each column holds, as `Meaning`."""
    rows: list[list[Any]] = Field(sa_column=_json())
    """Number and cells of each row; none any more once it is applied."""
    choices: dict[str, dict[str, str]] = Field(default_factory=dict, sa_column=_json())
    refused: list[dict[str, Any]] | None = Field(
        default=None, sa_column=Column(JSON(none_as_null=True), nullable=True)
    )
    """Of a file that was applied: the rows that brought nobody in, with why; see `refused/`."""
    by: UUID | None = None
    """Empty where the command line sent it."""
    sent_at: datetime
    held_until: datetime | None = None
    """Until when its invitations hold a seat; known once it is applied."""
    applied_at: datetime | None = None
    undone_at: datetime | None = None


class ImportedPerson(SQLModel, table=True):
    """One row of a file that was applied, and whom it brought in."""

    __tablename__ = "imported_person"
    __table_args__ = (UniqueConstraint("people_import_id", "line"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    people_import_id: UUID = Field(foreign_key="people_import.id")
    line: int
    outcome: Outcome = Field(sa_type=EnumText(Outcome))
    person_id: UUID = Field(foreign_key="person.id", index=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    event_number: int
    """Which event of the place it was: later ones are about something else."""
    is_new_person: bool
    """Whether their account was made for this row."""


class ColumnMeaning(SQLModel, table=True):
    """What a column with some header holds in files of a program, as somebody said."""

    __tablename__ = "column_meaning"
    __table_args__ = (UniqueConstraint("program_id", "header"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id")
    header: str
    """As headers are compared."""
    meaning: Meaning = Field(sa_type=EnumText(Meaning))
