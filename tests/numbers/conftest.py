"""The whole demo at a fixed moment, read in this process: made once for these tests."""

from collections.abc import Iterator

import pytest

from app.certificates.issuing import tasks
from app.core import schema
from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from tests.browser.conftest import make_site_database
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
    folder = tmp_path_factory.mktemp("numbers")
    with empty_database("numbers", folder) as url:
        settings = Settings(demo=True, data_dir=folder, database_url=url)
        schema.upgrade(url)
        database = Database(url)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(tasks, "CertificatePool", NoPress)
            make_site_database(settings, database)
        yield Demo(create_app(settings, database=database, clock=lambda: NOW), database)
        database.dispose()
