"""Badges are closed by an upgrade, and open again after a downgrade."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from app.core import schema
from app.core.db import Database
from app.settings import PROJECT_ROOT


@pytest.mark.both_databases
def test_upgrade_goes_there_and_back(real_database: Database) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "0078_retention")
    schema.upgrade(real_database.url)
    with real_database.write() as session:
        session.execute(text("DELETE FROM badge_file"))
