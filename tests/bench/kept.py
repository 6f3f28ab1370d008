"""Big databases are made once and kept: an SQLite file each, from which PostgreSQL is filled.

One is made anew when the tables or what is made have changed: its name says of which they are.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from psycopg.errors import RaiseException
from sqlalchemy import Table, create_engine

from app.core import schema
from app.core.db import Database
from app.models import metadata
from app.settings import PROJECT_ROOT
from tests.bench.making import make
from tests.bench.sizes import Size

FOLDER = PROJECT_ROOT / ".bench"
MADE_BY = (
    "bench/making.py",
    "bench/decade.py",
    "bench/rows.py",
    "bench/sizes.py",
    "crowds.py",
    "cast.py",
)
Objects = dict[str, dict[str, str]]


def kept(size: Size, folder: Path = FOLDER) -> tuple[Path, Objects]:
    """The file of a size, made if there is none, and what addresses can name in it."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{size.name.replace(' ', '-').replace(',', '')}-{_version()}.db"
    named = file.with_suffix(".json")
    if not named.exists():
        for older in folder.glob(f"{file.stem.rpartition('-')[0]}-*"):
            older.unlink()
        named.write_text(json.dumps(_made(size, file)), encoding="utf-8")
    return file, json.loads(named.read_text(encoding="utf-8"))


def _version() -> str:
    """Of the tables, and of what fills them."""
    found = hashlib.sha256(schema.newest().encode())
    for name in MADE_BY:
        found.update((PROJECT_ROOT / "tests" / name).read_bytes())
    return found.hexdigest()[:12]


def _made(size: Size, file: Path) -> Objects:
    url = f"sqlite:///{file}"
    schema.upgrade(url)
    database = Database(url)
    with database.write() as session:
        session.connection().exec_driver_sql("PRAGMA cache_size = -500000")  # indexes in memory
        objects = make(session, size)
    database.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return objects


def fill_server(url: str, file: Path) -> None:
    """Copy all rows of a kept file into a PostgreSQL database, in place of what it held."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    schema.upgrade(url)
    with closing(sqlite3.connect(file)) as source, engine.connect() as target:
        server = target.connection.driver_connection
        assert server is not None
        server.execute("SET session_replication_role = replica")  # tables in any order
        server.execute("SET timezone = 'UTC'")
        for table in metadata.sorted_tables:
            try:
                server.execute(f'DELETE FROM "{table.name}"')  # what migrations put there
            except RaiseException:  # a record, which is the same in the file
                continue
            _copy(source, server, table)
        server.execute("SELECT setval('audit_line_id_seq', (SELECT max(id) FROM audit_line))")
        server.execute("VACUUM ANALYZE")
    engine.dispose()


def _copy(source: sqlite3.Connection, server: Any, table: Table) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    with server.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copying:
        for row in _rows(source, f'SELECT {names} FROM "{table.name}"'):
            copying.write_row(row)


def _rows(source: sqlite3.Connection, statement: str) -> Iterator[tuple[Any, ...]]:
    yield from source.execute(statement)
