"""The databases that are measured: three sizes, each on SQLite and, if there is one, PostgreSQL."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from app.cohorts.actions import sync_program
from app.content import command as content
from app.content.releases.queries import current_versions
from app.core import schema
from app.core.clock import utc_now
from app.core.db import Database
from app.demo.calendar import cohort_dates
from app.demo.run import make_demo
from app.settings import PROJECT_ROOT, Settings
from tests.bench import goals
from tests.bench.goals import CAST, Cohorts
from tests.bench.kept import fill_server, kept
from tests.bench.making import NOW
from tests.bench.sizes import HALF, TEN_YEARS

DEMO_WEEKS = 8


class Ready(NamedTuple):
    """A database of a size, to be served as of a moment; None: of this one."""

    kind: str
    size: str
    url: str
    now: datetime | None
    cohorts: Cohorts


def databases(folder: Path, sizes: list[str]) -> Iterator[Ready]:
    """Each of them, made or copied when its turn comes."""
    server = os.environ.pop("TEST_DATABASE_URL", None)
    for size in sizes:
        file, now, cohorts = _made(size, folder)
        copy = folder / "measured.db"
        copy.unlink(missing_ok=True)
        shutil.copy(file, copy)
        yield Ready("SQLite", size, f"sqlite:///{copy}", now, cohorts)
        if server:
            fill_server(server, file)
            yield Ready("PostgreSQL", size, server, now, cohorts)


def _made(size: str, folder: Path) -> tuple[Path, datetime | None, Cohorts]:
    if size != goals.DEMO:
        file, _objects = kept({goals.HALF: HALF, goals.DECADE: TEN_YEARS}[size])
        return file, NOW, CAST
    file = folder / "waypost.db"
    _make_demo(folder)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finished, running, _ = cohort_dates(utc_now(), DEMO_WEEKS)
    return file, None, Cohorts(running.slug, 5, 4, finished.slug, "ben")


def _make_demo(folder: Path) -> None:
    settings = Settings(demo=True, data_dir=folder, _env_file=None)
    schema.upgrade(settings.database)
    database = Database(settings.database)
    with database.write() as session:
        report = content.load(session, content.check(PROJECT_ROOT), now=utc_now())
        for pack in report.packs:
            found = current_versions(session, pack.program)
            sync_program(session, pack.program, found, now=utc_now())
    make_demo(settings, database)
    database.dispose()
