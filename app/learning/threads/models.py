"""Posts of a unit's thread, with all that was written in them, and what became of them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import EnumText
from app.core.ids import new_id
from app.learning.threads.enums import PostEndKind


class ThreadPost(SQLModel, table=True):
    """A question, or an answer to one; what it says is its newest version."""

    __tablename__ = "thread_post"
    __table_args__ = (Index(None, "unit_id", "posted_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id")
    question_id: UUID | None = Field(default=None, foreign_key="thread_post.id", index=True)
    """The question that it answers; empty for a question."""
    person_id: UUID = Field(foreign_key="person.id", index=True)
    posted_at: datetime = Field(index=True)


class ThreadPostVersion(SQLModel, table=True):
    """What a post said from one moment on; never changed."""

    __tablename__ = "thread_post_version"
    __table_args__ = (UniqueConstraint("post_id", "edition"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="thread_post.id")
    edition: int
    text: str
    """Markdown, as typed."""
    written_at: datetime


class ThreadPostEnd(SQLModel, table=True):
    """A post was deleted or removed; its versions stay, for facilitators and coordinators."""

    __tablename__ = "thread_post_end"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="thread_post.id", unique=True)
    kind: PostEndKind = Field(sa_type=EnumText(PostEndKind))
    reason: str = ""
    ended_at: datetime
    by: UUID


class ThreadReport(SQLModel, table=True):
    """Somebody of the cohort says that a post should be looked at, and why."""

    __tablename__ = "thread_report"
    __table_args__ = (UniqueConstraint("post_id", "by"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    post_id: UUID = Field(foreign_key="thread_post.id")
    reason: str
    reported_at: datetime
    by: UUID


class ThreadReportSettlement(SQLModel, table=True):
    """A facilitator or coordinator looked at it: the post was removed, or left as it is."""

    __tablename__ = "thread_report_settlement"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    report_id: UUID = Field(foreign_key="thread_report.id", unique=True)
    removed: bool
    note: str
    settled_at: datetime
    by: UUID


class ThreadMute(SQLModel, table=True):
    """Somebody wants no mail about a thread; a choice of reading and no record."""

    __tablename__ = "thread_mute"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True)
    muted_at: datetime


class ThreadRead(SQLModel, table=True):
    """Up to when somebody has read a thread: a bookmark, theirs alone, that counts nothing."""

    __tablename__ = "thread_read"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", primary_key=True)
    read_at: datetime
