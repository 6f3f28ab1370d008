"""Counts that all processes of an installation share: how often somebody did what is bounded.

They are kept apart from every act: on PostgreSQL by a connection of their own that commits at once,
on SQLite in a file of their own beside the database, where nobody waits for who writes an act. So
an act that is refused counts, too, and one that holds its turn waits for nobody.
"""

import logging
import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import make_file
from app.core.ids import keyed_hash

log = logging.getLogger("waypost.limits")

WAIT_MILLISECONDS = 1000
CONNECTIONS = 4
TIDIED_EVERY = timedelta(minutes=1)
HIT = text(
    "INSERT INTO rate_count (key, since, ends, count) VALUES (:key, :since, :ends, 1) "
    "ON CONFLICT (key) DO UPDATE SET "
    "count = CASE WHEN excluded.since >= rate_count.ends THEN 1 ELSE rate_count.count + 1 END, "
    "since = CASE WHEN excluded.since < rate_count.since OR excluded.since >= rate_count.ends "
    "THEN excluded.since ELSE rate_count.since END, "
    "ends = CASE WHEN excluded.since < rate_count.since OR excluded.since >= rate_count.ends "
    "THEN excluded.ends ELSE rate_count.ends END "
    "RETURNING count"
)
"""A clock that went back moves the window with it, and what was counted in it stays."""
GIVE_BACK = text(
    "UPDATE rate_count SET count = count - 1 WHERE key = :key AND count > 0 AND since <= :since"
)
TIDY = text("DELETE FROM rate_count WHERE ends <= :since")


class SharedCounts:
    """Counts in a table that every process of an installation reaches.

    Where it cannot be reached, that is said in the log, and nothing is known of others' counts.
    """

    def __init__(self, url: str, secret: str) -> None:
        """`url`: of the database of the installation. `secret`: keys are kept as its hashes."""
        self._secret = secret
        self._engine = _engine(url)
        self._lock = threading.Lock()
        self._tidied_at: datetime | None = None
        self._failing = False

    def hit(self, key: str, window: timedelta, now: datetime) -> int:
        """Count one more, and say the how manieth it is in its window; 0 if it is not known."""
        values = {**self._values(key, now), "ends": _stamp(now + window)}
        return int(self._run(HIT, values, now) or 0)

    def give_back(self, key: str, now: datetime) -> None:
        """Count one less of a window that had begun by then."""
        self._run(GIVE_BACK, self._values(key, now), now)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _values(self, key: str, now: datetime) -> dict[str, Any]:
        return {"key": keyed_hash(self._secret, key), "since": _stamp(now)}

    def _run(self, statement: Any, values: dict[str, Any], now: datetime) -> Any:
        try:
            with self._engine.connect() as connection:
                done = connection.execute(statement, values)
                found = done.scalar() if done.returns_rows else None
                if self._is_to_tidy(now):
                    connection.execute(TIDY, {"since": _stamp(now)})
        except SQLAlchemyError as error:
            self._say(getattr(error, "orig", error))
            return None
        self._failing = False
        return found

    def _is_to_tidy(self, now: datetime) -> bool:
        with self._lock:
            before = self._tidied_at
            if before is not None and before <= now < before + TIDIED_EVERY:
                return False
            self._tidied_at = now
            return True

    def _say(self, error: object) -> None:
        """Once, until it works again."""
        if not self._failing:
            log.error("Limits hold in each process alone; their counts fail: %s", error)
        self._failing = True


def counts_file(database: Path) -> Path:
    """Where counts are kept beside a database that is a file; it can be deleted at any time."""
    return database.with_name(f"{database.name}-limits")


def _stamp(moment: datetime) -> int:
    """Microseconds: what was hit first began its window before what came right after it."""
    return round(moment.timestamp() * 1_000_000)


def _engine(url: str) -> Engine:
    named = make_url(url)
    if named.get_backend_name() != "sqlite":
        waits = f"-c statement_timeout={WAIT_MILLISECONDS} -c synchronous_commit=off"
        return create_engine(
            url,
            pool_size=CONNECTIONS,
            pool_pre_ping=True,
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
            connect_args={"connect_timeout": 2, "options": waits},
        )
    file = counts_file(Path(named.database or ""))
    make_file(file)
    engine = create_engine(
        named.set(database=str(file)),
        pool_size=CONNECTIONS,
        isolation_level="AUTOCOMMIT",
        hide_parameters=True,
    )
    event.listen(engine, "connect", _begin_file)
    return engine


def _begin_file(connection: Any, _record: Any) -> None:
    """The file makes itself: it is no part of what is migrated and backed up."""
    waits = f"busy_timeout={WAIT_MILLISECONDS}"
    for pragma in (waits, "journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(_TABLE)


_TABLE = """\
CREATE TABLE IF NOT EXISTS rate_count
(key VARCHAR PRIMARY KEY, since BIGINT NOT NULL, ends BIGINT NOT NULL, count INTEGER NOT NULL)
WITHOUT ROWID"""  # not shown
