"""Content as it was loaded: versions that never change, releases that say which were current."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.content.enums import Origin
from app.core.db import EnumText
from app.core.ids import new_id


class ContentVersion(SQLModel, table=True):
    """One file's content as it was loaded: program, module, case, guide or instrument.

    The hash is taken over the file's meaning, so loading the same text again makes no new row.
    Triggers refuse UPDATE on both databases.
    """

    __tablename__ = "content_version"
    __table_args__ = (UniqueConstraint("program", "kind", "key", "hash"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program: str
    kind: str
    """`program`, `module`, `case`, `guide` or `instrument`."""
    key: str
    hash: str
    title: str
    data: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """The validated front matter."""
    source: str
    """The whole file as its author wrote it, with plain line ends."""
    html: str
    """The body, rendered and sanitized once."""
    figures: dict[str, str] = Field(sa_column=Column(JSON, nullable=False))
    """The pictures that the body shows: name and hash of each."""
    loaded_at: datetime


class Figure(SQLModel, table=True):
    """A picture by the hash of its bytes; many versions may show it."""

    hash: str = Field(primary_key=True)
    media_type: str
    content: bytes
    width: int
    """Pixels, or units of an SVG's view box."""
    height: int


class ContentRelease(SQLModel, table=True):
    """One load of a program's pack as a whole; the newest release says what is current."""

    __tablename__ = "content_release"
    __table_args__ = (UniqueConstraint("program", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program: str
    number: int
    """Counts from 1 in each program."""
    hash: str
    """Over every file's path and version: equal hashes are equal packs."""
    origin: Origin = Field(sa_type=EnumText(Origin))
    loaded_at: datetime
    by: UUID | None = None


class ContentReleaseItem(SQLModel, table=True):
    """One document of a release, and the file it is exported as."""

    __tablename__ = "content_release_item"

    release_id: UUID = Field(foreign_key="content_release.id", primary_key=True)
    version_id: UUID = Field(foreign_key="content_version.id", primary_key=True, index=True)
    path: str
    """With slashes, from the folder that holds modules/ and cases/."""


class ContentUpload(SQLModel, table=True):
    """A zip that was checked and waits for its sender to decide; it is deleted then."""

    __tablename__ = "content_upload"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    program: str
    file_name: str
    content: bytes
    restores: int | None = None
    """The number of the release that it was made from; None for a zip that somebody sent."""
    by: UUID = Field(index=True)
    sent_at: datetime


class ContentPrint(SQLModel, table=True):
    """A module version as a PDF, made in the background; made again when the template changes."""

    __tablename__ = "content_print"

    version_id: UUID = Field(foreign_key="content_version.id", primary_key=True)
    template: str
    """Hash of the template that it was made with."""
    pdf: bytes
    pages: int
    made_at: datetime
