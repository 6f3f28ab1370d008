"""Whether the database can serve: it answers, has the right schema, takes a write, and is whole.

A write is tried now and then, and not kept; a file is looked through once an hour, beside what is
served. What fails in between is noted, and makes the next answer look again.
"""

import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core import schema
from app.core.clock import utc_now
from app.core.db import LOCK_MILLISECONDS, Database
from app.core.ids import new_id
from app.core.models import Task

log = logging.getLogger("waypost.ready")

TRIED_EVERY = 10.0
CHECKED_EVERY = 3600.0
"""Seconds."""
ROOM = 1 << 16
"""Bytes that there has to be room for."""
WAIT = 1.0
"""Seconds that an answer waits for a check: of a small file it is the answer's own."""
BUSY_MILLISECONDS = 200

BUSY = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01", "57014")
BROKEN = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002")
CANNOT = (
    *("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN"),
    *("53100", "25006", "58030"),
)
"""How SQLite and PostgreSQL name it; SQLite's names go on where they say more."""


class Readiness:
    """Of one database, as one process knows it. Its words are for the log, not for visitors."""

    def __init__(self, database: Database, ticks: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._ticks = ticks
        self._lock = threading.Lock()
        self._tried_at: float | None = None
        self._checked_at: float | None = None
        self._why_not_written: str | None = None
        self._why_broken: str | None = None
        self._said: str | None = None
        event.listen(database.engine, "handle_error", self._note)

    def why_not(self) -> str | None:
        """Why nothing can be served now; None if all is well."""
        with self._lock:
            why = schema.why_not_ready(self._database)
            if why is None:
                self._check_if_due()
                self._try_if_due()
                why = self._why_broken or self._why_not_written
            if why and why != self._said:
                log.error("Not ready: %s", why)
            self._said = why
        return why

    def _note(self, context: Any) -> None:
        """Some statement failed: what that says of the whole is looked at with the next answer."""
        name = name_of(context.original_exception)
        if name.startswith((*BROKEN, *CANNOT)):
            self._tried_at = None
        if name.startswith(BROKEN):
            self._checked_at = None
            if not self._database.is_sqlite:  # nothing looks through it, so it stays noted
                self._why_broken = f"The database is corrupt ({name})."  # not shown

    def _try_if_due(self) -> None:
        if self._tried_at is None or self._ticks() - self._tried_at >= TRIED_EVERY:
            self._tried_at = self._ticks()
            self._try()

    def _try(self) -> None:
        try:
            _write_and_undo(self._database)
        except PoolTimeoutError:
            return  # all are in use: it works
        except DBAPIError as error:
            name = name_of(error.orig)
            if not name.startswith(BUSY):  # whoever holds the lock can write
                self._why_not_written = f"The database takes no write ({name})."  # not shown
        except OSError as error:
            self._tried_at = None
            self._why_not_written = f"There is no room beside the database: {error}"  # not shown
        else:
            self._why_not_written = None

    def _check_if_due(self) -> None:
        if not self._database.is_sqlite:
            return
        if self._checked_at is None or self._ticks() - self._checked_at >= CHECKED_EVERY:
            self._checked_at = self._ticks()
            check = threading.Thread(target=self._check, name="quick-check", daemon=True)
            check.start()
            check.join(WAIT)

    def _check(self) -> None:
        try:
            with self._database.engine.connect() as connection:
                found = str(connection.scalar(text("PRAGMA quick_check(1)")))
        except SQLAlchemyError as error:
            found = name_of(getattr(error, "orig", error))
        if not found.startswith(BUSY):
            broken = f"The database is corrupt: {found}"  # not shown
            self._why_broken = None if found == "ok" else broken


def name_of(error: object) -> str:
    """What a database calls its own error: `SQLITE_FULL`, `53100`."""
    name = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return str(name or type(error).__name__)


def _write_and_undo(database: Database) -> None:
    """Take as much room as a page needs, in the tables and on the disk."""
    row = Task(kind="ready", key=str(new_id()), payload={"room": "x" * ROOM}, not_before=utc_now())
    with database.engine.execution_options(writes=True).connect() as connection:
        driver: Any = connection.connection.dbapi_connection
        if database.is_sqlite:
            driver.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")  # not shown
        try:
            connection.execute(_INSERT, row.model_dump())
            connection.rollback()
        finally:
            if database.is_sqlite:
                driver.execute(f"PRAGMA busy_timeout={LOCK_MILLISECONDS}")  # not shown
    if database.is_sqlite:  # what is rolled back never reached the disk
        _take_room(Path(make_url(database.url).database or "").absolute().parent)


def _take_room(folder: Path) -> None:
    with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
        file.write(b"x" * ROOM)
        os.fsync(file.fileno())


_INSERT = Task.__table__.insert()  # type: ignore[attr-defined]
