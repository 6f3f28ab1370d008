"""Files of attendance as they were sent, and what people are called in them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.casework.imports.enums import Held
from app.core.db import Bytes, EnumText
from app.core.ids import new_id


class AttendanceImport(SQLModel, table=True):
    """One file for one session, with all of its lines: an auditor can be shown the source.

    The same file is there once. It is applied when somebody agreed to what would come of it. What
    Zoom says of a meeting without a file is kept as one, with the same rows.
    """

    __tablename__ = "attendance_import"
    __table_args__ = (UniqueConstraint("case_session_id", "sha256"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    case_session_id: UUID = Field(foreign_key="case_session.id")
    sha256: str
    """Of its bytes."""
    file_name: str
    format: str
    written_as: str
    """`xlsx`, `zoom` for what is no file, or the encoding of a text."""
    delimiter: str
    rows: list[list[Any]] = Field(sa_column=Column(JSON, nullable=False))
    """Number and cells of each line that is not empty."""
    zone: str = ""
    """On whose clock its times are, as somebody said; empty: as the file itself tells."""
    by: UUID | None = None
    """Empty where the command line sent it."""
    sent_at: datetime
    applied_at: datetime | None = None
    """When it was applied first."""
    set_aside_at: datetime | None = None
    """Since when Zoom's list counts no more: a later one took its place, or it was thrown away."""


class AttendanceOriginal(SQLModel, table=True):
    """A file as it was sent, byte for byte: for an auditor, the lines alone are a copy.

    Files from before December 2026 have none, nor has what is no file.
    """

    __tablename__ = "attendance_original"

    import_id: UUID = Field(foreign_key="attendance_import.id", primary_key=True)
    content: bytes = Field(sa_column=Column(Bytes, nullable=False))


class AttendanceColumn(SQLModel, table=True):
    """What a column with some header holds in files of a program's meetings, as somebody said."""

    __tablename__ = "attendance_column"
    __table_args__ = (UniqueConstraint("program_id", "header"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program_id: UUID = Field(foreign_key="program.id")
    header: str
    """As headers are compared."""
    held: Held = Field(sa_type=EnumText(Held))


class AttendanceAlias(SQLModel, table=True):
    """What somebody was called in a file, as a person said; it is so in all of their cohorts."""

    __tablename__ = "attendance_alias"
    __table_args__ = (
        UniqueConstraint("enrollment_id", "alias"),
        Index(None, "case_session_id"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    enrollment_id: UUID = Field(foreign_key="enrollment.id")
    case_session_id: UUID = Field(foreign_key="case_session.id")
    """In whose file they were called so."""
    alias: str
    """A name as names are compared, or an address."""
    by: UUID
    at: datetime
