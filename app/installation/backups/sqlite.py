"""Copying an SQLite database while it is written to, and putting a copy in its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from app.installation.backups.errors import BackupError, require_tables
from app.installation.backups.examining import Examination
from app.installation.backups.folders import settle
from app.installation.backups.manifest import DatabaseKind, Held
from app.installation.backups.rules import BLANKED, KEPT_ROWS, LEFT_OUT, STAMP

KIND = DatabaseKind.SQLITE
FILE = "waypost.db"
_FORGET = f"""
UPDATE outbox_message SET
  secrets = (SELECT json_group_object(key, {BLANKED}) FROM json_each(secrets)),
  useless_after = min(coalesce(useless_after, :now), :now)
WHERE sent_at IS NULL AND secrets <> '{{}}'
"""  # noqa: S608
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def file_of(url: str) -> Path:
    """The file of a database."""
    return Path(str(make_url(url).database)).absolute()


def copy(url: str, folder: Path, now: datetime) -> dict[str, int]:
    """Write the database as it is at one moment, without what opens something; count its rows.

    Writers go on meanwhile. The second copy is made anew, row by row: in the first one, what was
    deleted can still be read.
    """
    raw = folder / "raw"
    with _saying(), closing(_readable(file_of(url))) as source, closing(_open(raw)) as target:
        source.execute("BEGIN")
        counts = {table: _count(source, table) for table in _tables(source)}
        require_tables(counts)
        source.backup(target)
        _leave_out(target, now)
        target.execute("VACUUM INTO ?", (str(folder / FILE),))
    raw.unlink()
    return counts


def examine(folder: Path) -> Held:
    """Read a copy, every page and every row that says more than how many there are."""
    examination = Examination()
    with _saying(), closing(_readable(folder / FILE, "&immutable=1")) as copied:
        _check_pages(copied)
        for table in _tables(copied):
            if examination.reads(table):
                rows = copied.execute(f'SELECT * FROM "{table}" ORDER BY rowid')  # noqa: S608
                examination.add(table, map(dict, rows))
            else:
                examination.counts[table] = _count(copied, table)
        for orphan in copied.execute("PRAGMA foreign_key_check").fetchmany(3):
            examination.problems.append(f"A row of {orphan['table']} lacks what it belongs to.")
    return examination.result()


def replace(url: str, folder: Path, now: datetime) -> str | None:
    """Put a copy in the database's place; says where the former one is, if there was one.

    Raises:
        BackupError: Somebody uses the database.
    """
    target = file_of(url)
    if not target.exists():
        settle(folder / FILE, target)
        return None
    aside = target.with_name(f"{target.stem}-before-restore-{now:{STAMP}}{target.suffix}")
    with _saying(), _nobody_else(target):
        os.link(target, aside)  # so that there is a database at every moment
        aside.chmod(0o600)
        for end in ("-wal", "-shm"):  # only of one that is too damaged to be closed in order
            if (left := Path(f"{target}{end}")).exists():
                left.rename(f"{aside}{end}")
        settle(folder / FILE, target)
    return str(aside)


@contextmanager
def _saying() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise BackupError(f"SQLite says: {error}.") from error


def _open(path: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    connection = sqlite3.connect(path, uri=uri, isolation_level=None, timeout=5)
    connection.row_factory = sqlite3.Row
    return connection


def _readable(path: Path, more: str = "") -> sqlite3.Connection:
    if not path.exists():
        raise BackupError(f"There is no database at {path}.")
    return _open(f"{path.as_uri()}?mode=ro{more}", uri=True)


def _tables(connection: sqlite3.Connection) -> list[str]:
    named = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [row[0] for row in connection.execute(f"{named} ORDER BY name")]


def _count(connection: sqlite3.Connection, table: str) -> int:
    """How many rows of it a copy has, as far as that is decided by row."""
    which = f"WHERE {kept}" if (kept := KEPT_ROWS.get(table)) else ""
    (count,) = connection.execute(f'SELECT count(*) FROM "{table}" {which}').fetchone()  # noqa: S608
    return int(count)


def _leave_out(target: sqlite3.Connection, now: datetime) -> None:
    """Also from databases of before, which lack tables and columns."""
    tables = {*_tables(target)}
    for table in {*LEFT_OUT} & tables:
        target.execute(f'DELETE FROM "{table}"')  # noqa: S608
    for table in {*KEPT_ROWS} & tables:
        target.execute(f'DELETE FROM "{table}" WHERE NOT ({KEPT_ROWS[table]})')  # noqa: S608
    columns = {row["name"] for row in target.execute("PRAGMA table_info(outbox_message)")}
    if "secrets" in columns:
        moment = f"{now.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
        target.execute(_FORGET, {"now": moment})


def _check_pages(connection: sqlite3.Connection) -> None:
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    if found != ["ok"]:
        raise BackupError(f"The database is damaged. SQLite says: {'; '.join(found)}.")


@contextmanager
def _nobody_else(path: Path) -> Iterator[None]:
    """Hold a database alone, with all that was written to it in the one file.

    Whoever has it open in WAL mode keeps a lock on it, so leaving that mode tells.
    """
    with closing(_open(path)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise BackupError(
                    f"{path} is in use. Stop the server and the worker first, then try again."
                ) from error
            if error.sqlite_errorcode & 0xFF not in _BROKEN:
                raise
        yield
