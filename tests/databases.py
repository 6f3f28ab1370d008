"""Databases of their own for tests: a file each on SQLite, a database each on PostgreSQL."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import create_engine, make_url, text
from sqlalchemy.engine import Connection

from app.settings import Settings

EmptyDatabase = Callable[[str, Path], AbstractContextManager[str]]
_in_use: set[str] = set()
"""Databases of this worker on PostgreSQL: who takes a name again would drop the former."""


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


class Made(NamedTuple):
    """A database that nobody changes, to be copied, and the folder of what belongs to it."""

    url: str
    folder: Path


def made_once(name: str, temporary: Path, make: Callable[[str, Path], None]) -> Made:
    """What is made by whichever worker of a run needs it first, given its address and folder.

    `temporary`: the worker's own folder. On PostgreSQL it is there until the run ends: see `drop`.
    """
    folder = (temporary.parent if "PYTEST_XDIST_WORKER" in os.environ else temporary) / name
    folder.mkdir(exist_ok=True)
    url = f"sqlite:///{folder / name}.db"
    if named := server():
        shared = make_url(named).set(database=_shared(named, name))
        url = shared.render_as_string(hide_password=False)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            if named:
                drop(name)
                _maintain(named, f'CREATE DATABASE "{_shared(named, name)}"')
            make(url, folder)
            (folder / "made").touch()
    return Made(url, folder)


def drop(name: str) -> None:
    """No worker needs it any more."""
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
    assert database not in _in_use, f"Two things of one worker call their database {name}."
    _in_use.add(database)
    with _maintenance(url) as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'))
    try:
        yield make_url(url).set(database=database).render_as_string(hide_password=False)
    finally:
        with _maintenance(url) as connection:
            connection.execute(text(f'DROP DATABASE "{database}" WITH (FORCE)'))
        _in_use.remove(database)


@contextmanager
def _maintenance(url: str) -> Iterator[Connection]:
    engine = create_engine(make_url(url).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()
