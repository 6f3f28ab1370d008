"""What runs in processes of its own: the server, the worker, and acts that are killed."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import uvicorn
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Engine

from app.background import worker
from app.cli.opening import open_clock
from app.core import schema
from app.core.clock import Clock, utc_now
from app.core.db import Database
from app.core.presence import present
from app.core.worker import Worker
from app.main import create_app
from app.messages.delivery import make_handlers
from app.settings import Settings

CLOCK = "clock"
"""The file that says how many seconds the clocks of an installation are off."""


class MovedClock:
    """A clock that goes on, and that an experiment moves."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __call__(self) -> datetime:
        return utc_now() + timedelta(seconds=float(self.file.read_text()))


def serve(given: Mapping[str, Any]) -> None:
    """The site, without a worker."""
    settings = _settings(given)
    database = Database(settings.database)
    app = create_app(settings, database=database, clock=_clock(settings, database))
    uvicorn.run(app, host="127.0.0.1", port=settings.port, log_level="warning", access_log=False)


def work(given: Mapping[str, Any]) -> None:
    """The worker, until it is told to stop, as `python -m app work` runs it."""
    settings = _settings(given)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    database = Database(settings.database)
    clock = _clock(settings, database)
    with present(settings.data_dir), worker(settings, database, clock) as background:
        background.run(stop)
    database.dispose()


def deliver(given: Mapping[str, Any]) -> None:
    """A worker with nothing but mail to do, which starts at once."""
    settings = _settings(given)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    database = Database(settings.database)
    clock = _clock(settings, database)
    Worker(database, make_handlers(settings), clock=clock).run(stop)
    database.dispose()


def migrate(url: str, step: int, within: int, log: Path) -> None:
    """Run all migrations that are missing, and die in one of them.

    `step`: after how many others. `within`: before which of its statements, if it has so many, else
    before its last one. After all others there is the commit.
    """
    note_output(log)
    event.listen(Engine, "before_cursor_execute", _dying(step, within))
    event.listen(Engine, "commit", die)
    schema.upgrade(url)


def _dying(step: int, within: int) -> Callable[..., None]:
    done, statement = 0, 0

    def look(_connection: object, _cursor: object, said: str, *_: object) -> None:
        nonlocal done, statement
        ends = said.startswith("UPDATE alembic_version")
        statement += 1
        if done == step and (statement == within or ends):
            die()
        if ends:
            done, statement = done + 1, 0

    return look


def die(*_: object) -> None:
    """Without a word."""
    os.kill(os.getpid(), signal.SIGKILL)


def hold(url: str, begun: Path, seconds: float) -> None:
    """Begin to write, and do nothing; who reads is not in the way."""
    engine = create_engine(url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE")  # type: ignore[union-attr]
        else:
            connection.execute(text("LOCK TABLE reflection IN EXCLUSIVE MODE"))
        begun.touch()
        time.sleep(seconds)
        connection.rollback()


def note_output(file: Path) -> None:
    """All that a process says goes to a file."""
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(out, 1)
    os.dup2(out, 2)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s: %(message)s")


def _clock(settings: Settings, database: Database) -> Clock:
    """The clock of `serve` and `work`, over a machine's that is moved."""
    return open_clock(settings, database, MovedClock(settings.data_dir / CLOCK))


def _settings(given: Mapping[str, Any]) -> Settings:
    note_output(Path(given["data_dir"]) / "log")
    Settings.model_config["env_file"] = None
    return Settings(**given)
