"""The whole demo at a fixed moment: made once for all tests of a run, and copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.cohorts.actions import sync_program
from app.cohorts.queries import module_ids_in_use
from app.content import command as content
from app.content.booklets.booklet import template_hash
from app.content.models import ContentPrint
from app.content.releases.queries import current_module_ids, current_versions
from app.core import schema
from app.core.db import Database
from app.demo.run import make_demo
from app.language.languages import LANGUAGES
from app.main import create_app
from app.settings import PROJECT_ROOT, Settings
from tests.cast import NOW
from tests.databases import copy, made_once
from tests.numbers.shown import Demo

NAME = "made_demo"
"""Of its database, and of the fixture."""


@dataclass(frozen=True)
class MadeDemo:
    """The demo as it was made, which nobody changes."""

    url: str
    data: Path

    @contextmanager
    def copied(
        self, name: str, folder: Path, **settings: Any
    ) -> Iterator[tuple[Settings, Database]]:
        """A demo of its own."""
        data = shutil.copytree(self.data, folder / "data")
        with copy(self.url, name, folder) as url:
            database = Database(url)
            yield Settings(demo=True, data_dir=data, database_url=url, **settings), database
            database.dispose()


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> MadeDemo:
    """What whoever tries Waypost sees, made once for all workers of a run."""
    made = made_once(NAME, tmp_path_factory.getbasetemp(), _make)
    return MadeDemo(made.url, made.folder / "data")


@pytest.fixture(scope="session")
def demo(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The same, read in this process."""
    with made_demo.copied("demo", tmp_path_factory.mktemp("demo")) as (settings, database):
        yield Demo(create_app(settings, database=database, clock=lambda: NOW), database)


def _make(url: str, folder: Path) -> None:
    settings = Settings(
        demo=True,
        data_dir=folder / "data",
        database_url=url,
        languages=",".join(LANGUAGES),
    )
    schema.upgrade(url)
    database = Database(url)
    make_site_database(settings, database)
    database.dispose()


def make_site_database(settings: Settings, database: Database) -> None:
    """What `make run` does before it serves."""
    loaded_at = NOW - timedelta(weeks=60)
    with database.write() as session:
        report = content.load(session, content.check(PROJECT_ROOT), now=loaded_at)
        for pack in report.packs:
            versions = current_versions(session, pack.program)
            sync_program(session, pack.program, versions, now=loaded_at)
    make_demo(settings, database, now=NOW)
    with database.write() as session:
        put_readers(session)


def put_readers(session: Session) -> None:
    """Say that every module's PDF was made: else the worker makes them while the browser waits."""
    for version_id in current_module_ids(session) | module_ids_in_use(session):
        session.add(
            ContentPrint(
                version_id=version_id,
                template=template_hash(),
                pdf=b"%PDF-1.7 nobody reads this one",
                pages=1,
                made_at=NOW,
            )
        )
