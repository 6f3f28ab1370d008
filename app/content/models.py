"""Versions of content: written once, never changed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class ContentVersion(SQLModel, table=True):
    """One file's content as it was loaded: program, module, case or guide.

    The hash is taken over the file's meaning, so loading the same text again makes no new row.
    Triggers refuse UPDATE on both databases.
    """

    __tablename__ = "content_version"
    __table_args__ = (UniqueConstraint("program", "kind", "key", "hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program: str
    kind: str
    """`program`, `module`, `case` or `guide`."""
    key: str
    hash: str
    title: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The validated front matter."""
    text: str
    """The body in Markdown, as it was written."""
    html: str
    """The body, rendered and sanitized once."""
    loaded_at: datetime
