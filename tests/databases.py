"""Databases of their own for tests: a file each on SQLite, a database each on PostgreSQL."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Connection

from app.settings import Settings

EmptyDatabase = Callable[[str, Path], AbstractContextManager[str]]


def server() -> str | None:
    """The PostgreSQL database that TEST_DATABASE_URL names; None means SQLite."""
    named = os.environ.get("TEST_DATABASE_URL")
    return Settings(demo=True, database_url=named).database if named else None


@contextmanager
def empty(name: str, folder: Path) -> Iterator[str]:
    """The address of a new, empty database."""
    if (url := server()) is None:
        yield f"sqlite:///{folder / name}.db"
        return
    with _named(url, name, "template1") as address:
        yield address


@contextmanager
def copy(source: str, name: str, folder: Path) -> Iterator[str]:
    """The address of a copy of a database that nobody is connected to."""
    if (url := server()) is None:
        target = folder / f"{name}.db"
        with closing(sqlite3.connect(str(make_url(source).database))) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        yield f"sqlite:///{target}"
        return
    with _named(url, name, str(make_url(source).database)) as address:
        yield address


@contextmanager
def _named(url: str, name: str, template: str) -> Iterator[str]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    database = f"{make_url(url).database}_{name}{worker}"
    with _maintenance(url) as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'))
    yield make_url(url).set(database=database).render_as_string(hide_password=False)
    with _maintenance(url) as connection:
        connection.execute(text(f'DROP DATABASE "{database}" WITH (FORCE)'))


@contextmanager
def _maintenance(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
