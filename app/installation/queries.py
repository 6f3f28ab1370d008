"""Reads about the installation as a whole: counts, never people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, case, cast, func, not_, or_, select, text
from sqlalchemy.orm import Session
from sqlmodel import SQLModel, col

from app.casework.zoom import queries as zoom
from app.casework.zoom.rules import LOOKED_BACK, Heard
from app.certificates.alterations.queries import altered_numbers
from app.certificates.keys.queries import compromised_keys
from app.certificates.models import Certificate
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.core import schema
from app.core.chains import Links
from app.core.db import records
from app.core.jobs import was_dropped
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.outbox import DELIVER, task_key
from app.history.retention.queries import DueCounts, count_due
from app.language.stored import store, worded
from app.language.texts import Text
from app.messages.rules import WAITS
from app.people.models import Institution, Person


@dataclass(frozen=True)
class Counts:
    """How much there is of everything."""

    people: int
    institutions: int
    cohorts: int
    enrollments: int
    certificates: int


@dataclass(frozen=True)
class Backlog:
    """How many wait, and since when the oldest does."""

    count: int
    since: datetime | None


@dataclass(frozen=True)
class Failed:
    """Tasks of one kind that were given up for the same reason."""

    kind: str
    error: Text
    count: int


@dataclass(frozen=True)
class History:
    """The newest lines of the history, checked."""

    checked: int
    whole: bool
    """Whether these are all lines there are."""
    broken_at: int | None
    """The first line that does not follow from the one before."""
    newest_at: datetime | None


@dataclass(frozen=True)
class DatabaseSeen:
    """All that the database tells of the installation at one moment."""

    database: str
    """`SQLite 3.45.1`."""
    server_version: int | None
    """The major one of a server."""
    can_change_records: bool
    """Whether the role of the application could take the triggers of records away."""
    revision: str | None
    """Of its schema; None when it was never migrated."""
    newest_revision: str
    """What this version of Waypost needs."""
    history: History
    mail: Backlog
    work: Backlog
    failed: int
    """Tasks that were given up."""
    failures: Sequence[Failed]
    counts: Counts
    zoom: Heard
    """What came from Zoom, where it is set up."""
    compromised: Mapping[str, datetime]
    """Signing keys that somebody else may have, by their fingerprints, and since when."""
    altered: Sequence[str]
    """Numbers of certificates that were found to be stored otherwise than they were issued."""
    due: DueCounts
    """Cohorts of which the retention period is over."""


LINES_CHECKED = 1000
REASONS_SHOWN = 10
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def seen(
    session: Session, now: datetime, *, with_mail: bool, with_zoom: bool = False
) -> DatabaseSeen:
    """Look at everything once; the same number of statements however much there is.

    `with_mail`: whether a worker takes mail; `with_zoom`: whether lists come from Zoom.
    """
    return DatabaseSeen(
        database=database_name(session),
        server_version=_server_version(session),
        can_change_records=can_change_records(session),
        revision=schema.revision_seen(session.connection()),
        newest_revision=schema.newest(),
        history=_history(session),
        mail=waiting_mail(session, now),
        work=waiting_work(session, now, with_mail=with_mail),
        failed=failed_count(session),
        failures=failed_work(session, REASONS_SHOWN),
        counts=counts(session),
        zoom=zoom.heard(session, now - LOOKED_BACK) if with_zoom else Heard(),
        compromised=compromised_keys(session),
        altered=altered_numbers(session),
        due=count_due(session, now),
    )


def _server_version(session: Session) -> int | None:
    return int((session.get_bind().dialect.server_version_info or (0,))[0]) or None


def can_change_records(session: Session) -> bool:
    """Whether the application's own role could take the triggers of records away."""
    if session.get_bind().dialect.name == "sqlite":
        return False  # whoever can write the file can do everything, whatever role they have
    return bool(session.scalar(text(_OWNS)))


_OWNS = """\
SELECT rolsuper OR EXISTS (SELECT FROM pg_class WHERE relname = 'audit_line' AND relowner = r.oid)
FROM pg_roles r WHERE rolname = current_user"""  # not shown


def database_name(session: Session) -> str:
    """What it is of, with its version."""
    dialect = session.get_bind().dialect
    version = ".".join(str(part) for part in dialect.server_version_info or ())
    return f"{DATABASES.get(dialect.name, dialect.name)} {version}".strip()


def _history(session: Session) -> History:
    lines = newest_lines(session, LINES_CHECKED + 1)
    whole = len(lines) <= LINES_CHECKED
    broken = Links(from_first=whole).first_break(lines)
    checked = min(len(lines), LINES_CHECKED)
    newest_at = lines[-1].at if lines else None
    return History(checked, whole, broken.id if broken else None, newest_at)


def counts(session: Session) -> Counts:
    """One statement."""
    (found,) = records(
        session.execute(
            select(
                _count(Person, col(Person.disabled_at).is_(None)).label("people"),
                _count(Institution).label("institutions"),
                _count(Cohort).label("cohorts"),
                _count(Enrollment, is_enrolled()).label("enrollments"),
                _count(Certificate).label("certificates"),
            )
        ),
        Counts,
    )
    return found


def _count(model: type[SQLModel], *only: ColumnElement[bool]):  # type: ignore[no-untyped-def]
    return select(func.count()).select_from(model).where(*only).scalar_subquery()


def newest_lines(session: Session, limit: int) -> Sequence[AuditLine]:
    """The newest lines of the history, oldest first."""
    newest = select(AuditLine).order_by(col(AuditLine.id).desc()).limit(limit)
    return session.scalars(newest).all()[::-1]


def waiting_mail(session: Session, now: datetime) -> Backlog:
    """Mail that should have gone out by now.

    What was given up, what is of no use any more, and what waits for its reader's morning is not.
    """
    waits = col(Task.error) == store(WAITS).text
    delivery = and_(
        col(Task.kind) == DELIVER, col(Task.key) == task_key(session, col(OutboxMessage.id))
    )
    began = case((waits, col(Task.not_before)), else_=col(OutboxMessage.created_at))
    since = func.min(began).label("since")
    found = (
        select(func.count().label("count"), since)
        .select_from(OutboxMessage)
        .outerjoin(Task, delivery)
        .where(
            col(OutboxMessage.sent_at).is_(None),
            col(OutboxMessage.dropped_at).is_(None),
            or_(col(OutboxMessage.useless_after).is_(None), col(OutboxMessage.useless_after) > now),
            col(Task.failed_at).is_(None),
            or_(col(Task.error).is_(None), not_(waits), col(Task.not_before) <= now),
        )
    )
    (backlog,) = records(session.execute(found), Backlog)
    return backlog


def waiting_work(session: Session, now: datetime, *, with_mail: bool) -> Backlog:
    """Tasks that are due and in nobody's hands. `with_mail`: whether a worker takes mail."""
    since = func.min(col(Task.not_before)).label("since")
    due = select(func.count().label("count"), since).where(
        col(Task.done_at).is_(None),
        col(Task.failed_at).is_(None),
        col(Task.not_before) <= now,
        or_(col(Task.leased_until).is_(None), col(Task.leased_until) < now),
    )
    if not with_mail:
        due = due.where(col(Task.kind) != DELIVER)
    (found,) = records(session.execute(due), Backlog)
    return found


_GIVEN_UP = and_(col(Task.failed_at).is_not(None), ~was_dropped())
"""That a task failed, and was neither stopped with its job nor left out for a reason."""


def failed_count(session: Session) -> int:
    """How many tasks were given up."""
    return session.scalar(select(func.count()).where(_GIVEN_UP)) or 0


def failed_work(session: Session, limit: int) -> list[Failed]:
    """The most frequent reasons for which tasks were given up."""
    count = func.count().label("count")
    reason = func.max(cast(col(Task.error_reason), String))  # the same error has the same reason
    rows = session.execute(
        select(col(Task.kind), col(Task.error), reason.label("reason"), count)
        .where(_GIVEN_UP)
        .group_by(col(Task.kind), col(Task.error))
        .order_by(count.desc(), col(Task.kind), col(Task.error))
        .limit(limit)
    )
    return [
        Failed(kind, worded(error, json.loads(told) if told else None), times)
        for kind, error, told, times in rows
    ]
