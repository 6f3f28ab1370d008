"""Copying a PostgreSQL database while it is written to, and putting a copy in its place.

By its own programs, so that all is in a copy that the server knows; what they cannot leave out of a
table is written beside their file, as they would write it, from the same moment.
"""

import re
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from app.installation.backups.errors import BackupError, require_tables
from app.installation.backups.examining import Examination
from app.installation.backups.manifest import DatabaseKind, Held
from app.installation.backups.programs import parameters, program, run, saying
from app.installation.backups.rules import BLANKED, KEPT_ROWS, LEFT_OUT

KIND = DatabaseKind.POSTGRESQL
FILE, LETTERS = "waypost.dump", "outbox_message.copy"
MAINTENANCE = "postgres"
"""The database that every server has, for what is done to another one."""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position
"""
_OPENS = "sent_at IS NULL AND secrets::text <> '{}'"
_FORGET = {
    '"secrets"': f"(SELECT json_object_agg(key, {BLANKED}) FROM json_each_text(secrets))",  # noqa: S608
    '"useless_after"': "least(useless_after, {now})",
}
"""What a copy has in these columns of such a letter; `least` passes over what is empty."""
_BLOCK = re.compile(rb"COPY (?:public\.)?(\S+) \((.*)\) FROM stdin;\n")
_ESCAPED = re.compile(rb"\\(.)")
_MEANT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_END = b"\\.\n"


def copy(url: str, folder: Path, now: datetime) -> dict[str, int]:
    """Write the database as it is at one moment, without what opens something; count its rows."""
    given = parameters(url)
    with saying(), closing(psycopg.connect(**given)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        ((moment,),) = connection.execute("SELECT pg_export_snapshot()").fetchall()
        tables = [str(row[0]) for row in connection.execute(_TABLES)]
        require_tables(tables)
        counts = {table: _count(connection, table) for table in tables}
        beside = (*LEFT_OUT, *KEPT_ROWS, "outbox_message")
        without = [f"--exclude-table-data={table}" for table in beside]
        form = ("--format=custom", "--compress=0", f"--file={folder / FILE}")
        run("pg_dump", given, *form, *_NOBODYS, *without, f"--snapshot={moment}")
        _write_letters(connection, folder / LETTERS, now)
        for table in {*KEPT_ROWS} & {*tables}:
            _write_kept(connection, table, folder / f"{table}.copy")
    return counts


def examine(folder: Path) -> Held:
    """Read a copy, every row of it; no server is needed for that."""
    examination = Examination()
    command = [program("pg_restore"), "--data-only", "--file=-", str(folder / FILE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reading:  # noqa: S603
        assert reading.stdout is not None
        _examine(examination, reading.stdout)
    if reading.returncode:
        raise BackupError("pg_restore cannot read the copy.")
    for written in _beside(folder):
        with written.open("rb") as rows:
            _examine(examination, rows)
    return examination.result()


def replace(url: str, folder: Path, now: datetime) -> str | None:
    """Put a copy in the database's place; says where the former one is, if there was one.

    It is read into a database of another name, and both get their names in one transaction.

    Raises:
        BackupError: Somebody uses the database, or this role may make none.
    """
    given = parameters(url)
    name = str(given["dbname"])
    coming, aside = f"{name}_restoring", f"{name}_before_restore_{now:%Y%m%d%H%M%S}"
    elsewhere = given | {"dbname": MAINTENANCE}
    with saying(), closing(psycopg.connect(**elsewhere, autocommit=True)) as server:
        is_there = _is_there_and_free(server, name)
        _do(server, "DROP DATABASE IF EXISTS {}", coming)
        _do(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", coming)
        _fill(given | {"dbname": coming}, folder)
        with server.transaction():
            if is_there:
                _do(server, "ALTER DATABASE {} RENAME TO {}", name, aside)
            _do(server, "ALTER DATABASE {} RENAME TO {}", coming, name)
    return f"the database {aside}" if is_there else None


_NOBODYS = ("--no-owner", "--no-privileges")
"""Roles are the server's, and another server has others."""


def _fill(given: dict[str, Any], folder: Path) -> None:
    """Tables, then rows, then what holds of rows: constraints and triggers find all in place."""
    for section in ("pre-data", "data", "post-data"):
        options = (*_NOBODYS, "--exit-on-error", f"--section={section}")
        run("pg_restore", given, *options, str(folder / FILE))
        if section == "data":
            for written in _beside(folder):
                _read_rows(given, written)


def _beside(folder: Path) -> list[Path]:
    """What was written beside pg_dump's file; older copies have less of it."""
    kept = (folder / f"{table}.copy" for table in KEPT_ROWS)
    return [folder / LETTERS, *(path for path in kept if path.exists())]


def _write_letters(connection: psycopg.Connection[Any], target: Path, now: datetime) -> None:
    """The outbox as pg_dump would write it, with nothing in it that opens something."""
    columns = [f'"{row[0]}"' for row in connection.execute(_COLUMNS, ["outbox_message"])]
    forgotten = {
        n: as_sql.replace("{now}", f"'{now.isoformat()}'") for n, as_sql in _FORGET.items()
    }
    changed = {
        name: f"CASE WHEN {_OPENS} THEN {instead} ELSE {name} END"
        for name, instead in forgotten.items()
        if '"secrets"' in columns
    }
    picked = ", ".join(changed.get(name, name) for name in columns)
    asked = f"SELECT {picked} FROM outbox_message"  # noqa: S608
    _write_rows(connection, "outbox_message", columns, asked, target)


def _write_kept(connection: psycopg.Connection[Any], table: str, target: Path) -> None:
    columns = [f'"{row[0]}"' for row in connection.execute(_COLUMNS, [table])]
    asked = f"SELECT {', '.join(columns)} FROM {table} WHERE {KEPT_ROWS[table]}"  # noqa: S608
    _write_rows(connection, table, columns, asked, target)


def _write_rows(
    connection: psycopg.Connection[Any], table: str, columns: list[str], asked: str, target: Path
) -> None:
    """What a select finds, as pg_dump would write it."""
    copied = connection.cursor().copy(f"COPY ({asked}) TO stdout".encode())
    with target.open("wb") as file, copied as rows:
        file.write(f"COPY {table} ({', '.join(columns)}) FROM stdin;\n".encode())
        file.writelines(rows)
        file.write(_END)


def _read_rows(given: dict[str, Any], source: Path) -> None:
    with source.open("rb") as lines, closing(psycopg.connect(**given)) as connection:
        with connection.cursor().copy(lines.readline().rstrip(b";\n")) as into:
            for row in lines:
                if row != _END:
                    into.write(row)
        connection.commit()


def _examine(examination: Examination, lines: Iterator[bytes]) -> None:
    """Read the rows among the statements that PostgreSQL's programs write."""
    for line in lines:
        if (block := _BLOCK.fullmatch(line)) is None:
            continue
        table = block[1].decode().strip('"')
        rows = iter(lines.__next__, _END)
        if examination.reads(table):
            columns = [name.strip('"') for name in block[2].decode().split(", ")]
            examination.add(table, (dict(zip(columns, _values(row), strict=True)) for row in rows))
        else:
            examination.counts[table] += sum(1 for _ in rows)


def _values(row: bytes) -> list[str | None]:
    return [
        None if value == b"\\N" else _ESCAPED.sub(_meant, value).decode()
        for value in row.removesuffix(b"\n").split(b"\t")
    ]


def _meant(escaped: re.Match[bytes]) -> bytes:
    return _MEANT.get(escaped[1], escaped[1])


def _is_there_and_free(server: psycopg.Connection[Any], name: str) -> bool:
    users = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    if server.execute(users, [name]).fetchall() != [(0,)]:
        raise BackupError(
            f"The database {name} is in use. Stop the server and the worker first, then try again."
        )
    there = "SELECT count(*) FROM pg_database WHERE datname = %s"
    return server.execute(there, [name]).fetchall() == [(1,)]


def _do(server: psycopg.Connection[Any], statement: LiteralString, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _count(connection: psycopg.Connection[Any], table: str) -> int:
    kept = sql.SQL(KEPT_ROWS.get(table, "true"))
    counting = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table), kept)
    ((count,),) = connection.execute(counting).fetchall()
    return int(count)
