"""What every package uses: the audit trail, outgoing mail, and work to be done later."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


def _reason_column() -> Column[Any]:
    """Code and facts of a reason, see `app.language.stored`; without one, NULL and not JSON's."""
    return Column(JSON(none_as_null=True), nullable=True)


class AuditLine(SQLModel, table=True):
    """One act: who did what to which thing, before and after, and why.

    Lines are chained by hash; triggers refuse UPDATE and DELETE on both databases.
    """

    __tablename__ = "audit_line"
    __table_args__ = (
        Index(None, "object_id", "act"),  # a cohort's history leaves coursework out
        Index(None, "chain", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: UUID | None = None
    """Who acted; empty when the software did, by a rule."""
    on_behalf_of: UUID | None = None
    act: str
    object_kind: str
    object_id: str
    facts: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    """Before and after, or the counts of a bulk act."""
    reason: str = ""
    chain: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """The cohort whose lines it follows, by id; empty for the installation's."""
    previous_hash: str
    """Of the line before it in its chain."""
    hash: str = Field(unique=True)


class OutboxMessage(SQLModel, table=True):
    """One letter to one person, posted in the transaction of the act that causes it.

    Until it is sent it is a kind and facts, and `messages/` makes the words; then the words that
    left are kept, whatever becomes of the template. Mail from before that had its words at once.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        Index(None, "sent_at", "created_at"),  # what waits, and when the newest went out
        Index(None, "kind", "created_at"),
        Index(None, "cohort_id", "created_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    """Unique per kind, person and period: the same mail is never written twice."""
    kind: str
    person_id: UUID | None = Field(default=None, index=True)
    """Empty only in mail from before, whose address is nobody's any more."""
    cohort_id: UUID | None = None
    """The cohort whose act posted it; who may see it follows from that."""
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    secrets: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    """Facts that open something, such as the path of a sign-in link; gone once it is sent."""
    recipient: str | None = None
    """An address, where the act names one; else the person's primary one when it is sent."""
    subject: str | None = None
    text: str | None = None
    created_at: datetime
    useless_after: datetime | None = None
    """A sign-in link is not worth sending once it no longer works."""
    sent_at: datetime | None = None
    dropped_at: datetime | None = None
    """When it was decided not to send it: it came too late, or was not true any more."""
    dropped_reason: dict[str, Any] | None = Field(default=None, sa_column=_reason_column())
    """Why (`app.language.stored`)."""


class Job(SQLModel, table=True):
    """Work that a person started and can watch: a batch of tasks."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    title: str
    """In English; for its readers, what `title_reason` says (`app.language.stored`)."""
    title_reason: dict[str, Any] | None = Field(default=None, sa_column=_reason_column())
    scope_id: UUID | None = Field(default=None, index=True)
    """The cohort it belongs to; who may see the job follows from it."""
    back_path: str
    started_by: UUID | None = None
    started_at: datetime


_GIVEN_UP = text("failed_at IS NOT NULL")


class Task(SQLModel, table=True):
    """One piece of work, done at least once and recorded once, whatever is killed when."""

    __table_args__ = (
        UniqueConstraint("kind", "key"),
        Index(None, "done_at", "failed_at", "not_before"),
        Index(
            "ix_task_given_up",
            "failed_at",
            sqlite_where=_GIVEN_UP,
            postgresql_where=_GIVEN_UP,
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    job_id: UUID | None = Field(default=None, foreign_key="job.id", index=True)
    kind: str
    key: str
    label: str = ""
    """What a person calls it, for the job's page: usually somebody's name."""
    label_reason: dict[str, Any] | None = Field(default=None, sa_column=_reason_column())
    """The same where it has words of ours, to be worded for its readers."""
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    not_before: datetime
    attempts: int = 0
    lease_token: UUID | None = None
    leased_until: datetime | None = None
    done_at: datetime | None = None
    failed_at: datetime | None = None
    error: str = ""
    """Why it failed, in English."""
    error_reason: dict[str, Any] | None = Field(default=None, sa_column=_reason_column())
    """The same, to be worded for its readers; empty in failures from before."""


class RateCount(SQLModel, table=True):
    """How often somebody did what is bounded, in one window: see `core/counting.py`.

    Nothing of an act hangs on it. On SQLite such a table lies in a file of its own, and this one
    stays empty.
    """

    __tablename__ = "rate_count"

    key: str = Field(primary_key=True)
    """A hash: of a limit's name and of an address or an account."""
    since: int = Field(sa_type=BigInteger)
    """When the window began, in microseconds since 1970."""
    ends: int = Field(sa_type=BigInteger, index=True)
    count: int
