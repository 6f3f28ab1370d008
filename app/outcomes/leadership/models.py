"""Reports to leaders: what was asked for, and the bytes that were made of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import Bytes
from app.core.ids import new_id


class LeadershipReport(SQLModel, table=True):
    """A report that somebody ordered; never changed."""

    __tablename__ = "leadership_report"
    __table_args__ = (
        UniqueConstraint("program_id", "number"),
        CheckConstraint("first_day <= last_day", name="order"),  # not shown
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id")
    number: int
    """Counts from 1 in each program."""
    first_day: date
    last_day: date
    """Cohorts whose first session was on one of these days."""
    language: str
    """The code of the language that it is written in."""
    faculty: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The faculty at large, as far as it was given (`leadership.faculty`)."""
    costs: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """What the program costs, where it was given (`leadership.costs`)."""
    job_id: UUID = Field(foreign_key="job.id")
    ordered_at: datetime
    ordered_by: UUID = Field(foreign_key="person.id")


class LeadershipReportFile(SQLModel, table=True):
    """A report as it was made, the same bytes for every download; never changed."""

    __tablename__ = "leadership_report_file"

    report_id: UUID = Field(foreign_key="leadership_report.id", primary_key=True)
    cut_off: datetime
    """It was made of the records as they were at this moment."""
    code: str
    """Hash over all that computes and sets it."""
    paragraph: str
    """For grant applications, as it stands in the report."""
    pdf: bytes = Field(sa_column=Column(Bytes, nullable=False))
    sha256: str
    """Of `pdf`."""
    made_at: datetime
