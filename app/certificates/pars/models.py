"""Who may be reported to PARS and with what, and the files that were made."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.certificates.pars.enums import FileMark, RecordAction
from app.core.db import EnumText
from app.core.ids import new_id


class ReportingPermission(SQLModel, table=True):
    """A learner allows that their credit of a cohort is reported, with what that needs.

    Withdrawing it empties what was given. That it was given and withdrawn stays in the history.
    """

    __tablename__ = "reporting_permission"
    __table_args__ = (
        CheckConstraint(
            "withdrawn_at IS NULL OR (birth_day = 0 AND birth_month = 0 AND state = '' "
            "AND license_id = '')",
            name="withdrawn",
        ),
    )

    enrollment_id: UUID = Field(foreign_key="enrollment.id", primary_key=True)
    birth_month: int
    birth_day: int
    """The day without its year: more is not asked."""
    state: str
    """Of their license, by its full name."""
    license_id: str
    """Of that license, or the National Provider Identifier."""
    given_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None = None


class ReportingActivity(SQLModel, table=True):
    """The number that the accreditor's system gave to the activity of a cohort."""

    __tablename__ = "reporting_activity"

    cohort_id: UUID = Field(foreign_key="cohort.id", primary_key=True)
    accme_id: str
    set_at: datetime
    set_by: UUID


class ReportingFile(SQLModel, table=True):
    """A file that was made for PARS."""

    __tablename__ = "reporting_file"
    __table_args__ = (UniqueConstraint("cohort_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    cohort_id: UUID = Field(foreign_key="cohort.id")
    number: int
    """Counts from 1 in each cohort."""
    made_at: datetime
    made_by: UUID
    mark: FileMark = Field(default=FileMark.WAITING, sa_type=EnumText(FileMark))
    marked_at: datetime | None = None
    marked_by: UUID | None = None
    note: str = ""
    """What PARS said, where it refused the file."""


class ReportingRow(SQLModel, table=True):
    """One row of a file, as it was written."""

    __tablename__ = "reporting_row"
    __table_args__ = (UniqueConstraint("file_id", "position"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    file_id: UUID = Field(foreign_key="reporting_file.id")
    position: int
    enrollment_id: UUID = Field(foreign_key="enrollment.id", index=True)
    action: RecordAction = Field(sa_type=EnumText(RecordAction))
    cells: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """By header, but for the action. Emptied of what is personal once it is deleted in PARS."""
