"""Databases of their own for tests: a file each on SQLite, a database each on PostgreSQL."""

import fcntl
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


def made_once(name: str, folder: Path, make: Callable[[str, Path], None]) -> str:
    """The address of a database that is made by whichever worker of a run needs it first.

    `make` is given its address, and the folder, which is the same for all. It is there to be
    copied: on PostgreSQL until `drop` is told its name, at the end of the run.
    """
    url = f"sqlite:///{folder / name}.db"
    if named := server():
        url = make_url(named).set(database=_shared(named, name)).render_as_string(False)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            if named:
                drop(name)
                _maintain(named, f'CREATE DATABASE "{_shared(named, name)}"')
            make(url, folder)
            (folder / "made").touch()
    return url


def drop(name: str) -> None:
    """A database that workers shared is not needed any more."""
    if url := server():
        _maintain(url, f'DROP DATABASE IF EXISTS "{_shared(url, name)}" WITH (FORCE)')


def _shared(url: str, name: str) -> str:
    return f"{make_url(url).database}_{name}"


def _maintain(url: str, statement: str) -> None:
    with _maintenance(url) as connection:
        connection.execute(text(statement))


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
