"""The whole demo at a fixed moment, read in this process: made once for all tests of a run."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.certificates.issuing import tasks
from app.cohorts.actions import sync_program
from app.cohorts.queries import module_ids_in_use
from app.content import command as content
from app.content.booklets.booklet import template_hash
from app.content.models import ContentPrint
from app.content.releases.queries import current_module_ids, current_versions
from app.core import schema
from app.core.db import Database
from app.demo.run import make_demo
from app.main import create_app
from app.settings import PROJECT_ROOT, Settings
from tests.cast import NOW
from tests.databases import EmptyDatabase
from tests.numbers.shown import Demo


class NoPress:
    """Prints nothing: no number is read from a certificate here."""

    def __init__(self, *_setup: object) -> None: ...

    def produce(self, _order: object) -> bytes:
        return b"%PDF-1.7 nobody reads this one"

    def close(self) -> None: ...


@pytest.fixture(scope="session")
def demo(empty_database: EmptyDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """What whoever tries Waypost sees."""
    folder = tmp_path_factory.mktemp("whole-demo")
    with empty_database("whole_demo", folder) as url:
        settings = Settings(demo=True, data_dir=folder, database_url=url)
        schema.upgrade(url)
        database = Database(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tasks, "CertificatePool", NoPress)
            make_site_database(settings, database)
        yield Demo(create_app(settings, database=database, clock=lambda: NOW), database)
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
