"""A database to be backed up, and a bare machine's to restore into."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.db import Database
from tests.databases import EmptyDatabase
from tests.installation.backups.stored import dropped_afterwards, issue


@pytest.fixture
def used(real_database: Database) -> Iterator[Database]:
    """A database with the cast and certificates; what a restore keeps of it goes in the end."""
    with dropped_afterwards(real_database.url):
        with real_database.write() as session:
            issue(session)
        yield real_database
        real_database.dispose()


@pytest.fixture
def place(empty_database: EmptyDatabase, tmp_path: Path) -> Iterator[str]:
    """A bare machine's database: on SQLite, not even a folder is there."""
    with empty_database("bare", tmp_path / "bare") as url, dropped_afterwards(url):
        yield url
