"""The database: one engine, read and write sessions, and how enums are stored.

Moments are SQLModel's `UTCDateTime`: aware on the way in, UTC on the way out, on every database.
"""

import os
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import fields
from enum import Enum
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Executable,
    LargeBinary,
    String,
    cast,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.engine import Connection, CursorResult, Dialect, Engine, Result, Row
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

from app.core.busy import NOT_READ, NOT_SAVED, answering, busy

K = TypeVar("K")
T = TypeVar("T")

LOCK_MILLISECONDS = 5000
"""How long somebody waits for what another one has locked, before they are told."""
SYNCHRONOUS = "FULL"
"""For SQLite: what was committed is on the disk before anybody is told of it."""
HURRIED_MILLISECONDS = 20
"""The same for what is left rather than waited for, on PostgreSQL; on SQLite it is none."""
HANDLER_THREADS = 16
WORD_BEGINS = re.compile(r"(?<=[a-z])(?=[A-Z])")
POOL_SIZE = HANDLER_THREADS + 4  # and the worker's own: nobody waits for a connection

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class EnumText(TypeDecorator[Enum]):
    """An enum stored by value in a VARCHAR, so that a new member needs no migration."""

    impl = String(40)
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        self.kind = kind
        self._members = {member.value: member for member in kind}  # asking the enum takes longer
        super().__init__()

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """Store the member's value; refuse what is no member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:  # noqa: ARG002
        """Back to the member."""
        return None if value is None else self._members[value]


class Bytes(TypeDecorator[bytes]):
    """Bytes that come back as such whatever SQLite holds for them.

    It keeps the kind of each value by itself, and a file that somebody stored as text cannot be
    read: the statement fails, and with it whatever else it reads. What was changed, hashes tell.
    """

    impl = LargeBinary
    cache_ok = True

    def column_expression(self, column: ColumnElement[bytes]) -> ColumnElement[bytes]:
        """Read it as bytes."""
        return cast(column, LargeBinary)


class ReadSession(Session):
    """A session that refuses to write, so that a GET cannot change anything by accident."""

    def flush(self, objects: Any = None) -> None:
        """Nothing may be flushed here."""
        if self.new or self.dirty or self.deleted:
            raise RuntimeError("A read session was asked to write.")
        super().flush(objects)


class WriteSession(Session):
    """A session of one act: it commits whole or not at all."""


def _engine(url: str, *, is_sqlite: bool) -> Engine:
    """`url` with every connection set up as its kind of database wants it."""
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_pre_ping=not is_sqlite,
        hide_parameters=True,  # an error in a log must not hold what people wrote
    )
    if is_sqlite:
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        event.listen(engine, "checkin", _end_sqlite)
    else:
        event.listen(engine, "connect", _configure_postgresql)
        event.listen(engine, "begin", _begin_postgresql)
    return engine


class Database:
    """One database, as sessions that begin, commit and close in the caller's thread.

    On SQLite a writer begins with `BEGIN IMMEDIATE` and waits its turn in this process first:
    plain `BEGIN` fails with "database is locked" as soon as two requests read and then write.
    A reader sees one moment of the database, however many statements a page needs.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite and (file := make_url(url).database):
            make_file(Path(file))
        self.engine = _engine(url, is_sqlite=self.is_sqlite)
        self._turn = threading.Lock()
        isolation = "REPEATABLE READ"  # not shown
        one_moment = {"isolation_level": isolation, "postgresql_readonly": True}
        reading: dict[str, Any] = {} if self.is_sqlite else one_moment
        self._reading = self.engine.execution_options(**reading)
        self._writing = self.engine.execution_options(writes=True)
        self._hurrying = self.engine.execution_options(writes=True, hurries=True)

    @contextmanager
    def read(self) -> Iterator[ReadSession]:
        """A session for looking only. Raises `BusyError` where the database does not answer."""
        with (
            answering(NOT_READ),
            ReadSession(self._reading, expire_on_commit=False, autoflush=False) as session,
        ):
            yield session

    @contextmanager
    def write(self) -> Iterator[WriteSession]:
        """A session that commits when the block ends, and rolls back when it raises.

        Raises `BusyError` where the database does not take it: it is locked for too long, full,
        gone, or two writers waited for each other. It is `undone` unless the commit was under way:
        a server that goes away then may have written it.
        """
        with (
            answering(NOT_SAVED) as asked,
            self._own_turn() if self.is_sqlite else nullcontext(),
            WriteSession(self._writing, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()
            asked.commits = True
            session.commit()

    def unless_busy(self, act: Callable[[Session], None]) -> bool:
        """Do something small that nobody waits for, or leave it: False where others are writing.

        It waits for no lock and raises nothing of the database: an answer is worth more than it.
        """
        if self.is_sqlite and not self._turn.acquire(blocking=False):
            return False
        try:
            with WriteSession(self._hurrying, expire_on_commit=False) as session:
                act(session)
                session.commit()
        except OperationalError:
            return False
        finally:
            if self.is_sqlite:
                self._turn.release()
        return True

    def look_through(self) -> None:
        """Let SQLite see how much there is of what, by which it chooses between indexes.

        It looks at a part of each table and takes milliseconds; PostgreSQL does so by itself.
        """
        if self.is_sqlite:
            with self.engine.connect() as connection:
                for statement in ("PRAGMA analysis_limit = 400", "ANALYZE"):  # not shown
                    connection.exec_driver_sql(statement)
                connection.commit()

    @contextmanager
    def _own_turn(self) -> Iterator[None]:
        """Whoever waits for a turn is told as soon as who waits for a lock."""
        if not self._turn.acquire(timeout=LOCK_MILLISECONDS / 1000):
            raise busy(NOT_SAVED, undone=True)
        try:
            yield
        finally:
            self._turn.release()

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def make_file(file: Path) -> None:
    """A database file that only its owner reads, in such a folder; SQLite's own files follow it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))


def plain_rows(
    session: Session, statement: Executable, values: Mapping[str, Any]
) -> CursorResult[*tuple[Any, ...]]:
    """Rows of columns, not of entities, past the ORM: about a fifth cheaper."""
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values)


def grouped(rows: Result[K, T]) -> dict[K, list[T]]:
    """The second columns of rows by their first, in order."""
    found: defaultdict[K, list[T]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return dict(found)


def records(rows: Result[*tuple[Any, ...]], kind: type[T]) -> list[T]:
    """Rows as records of a dataclass: see `record_of`."""
    return list(map(record_of(rows, kind), rows.all()))  # at once: one by one is slower


def record_of(
    rows: Result[*tuple[Any, ...]], kind: type[T], prefix: str = ""
) -> Callable[[Row[*tuple[Any, ...]]], T]:
    """What makes a record of one of these rows: each field from the column of its name.

    A whole row of a table goes into the field of its name: `PolicyVersion` into `policy_version`.
    Columns may stand in any order, and there may be more of them; a field without one raises
    `ValueError`. The names are looked up once, not for each row. `prefix`: what the names of the
    columns begin with, where a row holds two records of a kind.
    """
    pick = _picker(kind, tuple(rows.keys()), prefix)  # type: ignore[arg-type]  # it is hashable
    return lambda row: kind(*pick(row))


@cache
def _picker(
    kind: type[Any], names: tuple[str, ...], prefix: str
) -> Callable[[Any], tuple[Any, ...]]:
    found = tuple(WORD_BEGINS.sub("_", name).lower() for name in names)
    return itemgetter(*(found.index(prefix + field.name) for field in fields(kind)))


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # our own BEGIN; the driver's loses updates silently
    # One text that was damaged would fail each list that it is in; hashes tell of it instead.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    waits = f"busy_timeout={LOCK_MILLISECONDS}"
    synchronous = f"synchronous={SYNCHRONOUS}"
    for pragma in ("journal_mode=WAL", synchronous, waits, "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _configure_postgresql(connection: Any, _record: Any) -> None:
    """Statements of desks are run as they stand, by one process.

    To compile them takes the server four times as long as to run them, and to call helpers half as
    long, while it answers others, too.
    """
    connection.autocommit = True  # else it would be undone with the first transaction
    waits = f"lock_timeout = {LOCK_MILLISECONDS}"
    for setting in ("jit = off", "max_parallel_workers_per_gather = 0", waits):
        connection.execute(f"SET {setting}")  # not shown
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    hurries = options.get("hurries", False)
    if hurries:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        begin = "BEGIN IMMEDIATE" if options.get("writes") else "BEGIN"  # not shown
        connection.exec_driver_sql(begin)
    finally:
        if hurries:
            connection.exec_driver_sql(f"PRAGMA busy_timeout={LOCK_MILLISECONDS}")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("hurries"):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {HURRIED_MILLISECONDS}")  # not shown


def _end_sqlite(connection: Any, _record: Any) -> None:
    """A commit that fails, as on a full disk, leaves its transaction open and locks all others out.

    SQLAlchemy takes it for ended.
    """
    if connection is not None and connection.in_transaction:
        connection.rollback()
