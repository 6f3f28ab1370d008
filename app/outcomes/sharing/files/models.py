"""Files of answers that were asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from app.core.db import Bytes, EnumText
from app.core.ids import new_id
from app.outcomes.sharing.files.enums import FileKind


class SharedFile(SQLModel, table=True):
    """A file of a project's answers; the whole row is gone some days after it was asked for.

    That it went out stays in the history.
    """

    __tablename__ = "shared_file"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    project_id: UUID = Field(foreign_key="project.id", index=True)
    kind: FileKind = Field(sa_type=EnumText(FileKind))
    columns: list[Any] = Field(sa_column=Column(JSON, nullable=False))
    """What a research file says of people (`sharing.rules.COLUMNS`)."""
    why: str
    """What it is for, as it was said."""
    job_id: UUID = Field(foreign_key="job.id")
    ordered_at: datetime
    ordered_by: UUID = Field(foreign_key="person.id")
    made_at: datetime | None = None
    """Its cut-off, too."""
    content: bytes | None = Field(default=None, sa_column=Column(Bytes))
    """The ZIP; None before it is made."""
    sha256: str = ""
    """Of `content`."""
    allowed: str | None = None
    """`queries.allowed_in` of the moment at which its answers were read; None before it is made."""
