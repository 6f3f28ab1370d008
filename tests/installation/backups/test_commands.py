"""Backups by the command line, as an operator reads it."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import select, text

from app.core import schema
from app.core.db import Database
from app.history.retention.enums import Cause
from app.history.retention.models import DeletionCallOff
from app.settings import PROJECT_ROOT
from tests.cast import Cast
from tests.commands import SECRETS, run
from tests.databases import EmptyDatabase
from tests.history.retention.announced import announce_it
from tests.installation.backups.stored import row_hashes


@pytest.fixture
def settings(used: Database, tmp_path: Path) -> dict[str, str]:
    used.dispose()
    folders = {"DATA_DIR": str(tmp_path / "data"), "BACKUP_DIR": str(tmp_path / "backups")}
    return {"DATABASE_URL": used.url, **folders, **SECRETS}


def test_a_backup_is_made_checked_and_restored(
    used: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    before = row_hashes(used)
    used.dispose()
    done = run("backup", **settings)
    assert (done.returncode, done.stderr) == (0, "")
    (made,) = (tmp_path / "backups").glob("waypost-*.tar.gz")
    assert done.stdout.startswith(f"{made} (")
    assert "written and read back: " in done.stdout
    assert "lines of history, 3 certificates." in done.stdout
    assert "Keep .env and the signing key apart: they are not in it." in done.stdout
    done = run("restore", str(made), "--verify", **settings)
    assert done.returncode == 0
    assert done.stdout.startswith(f"{made} is whole, of ")
    assert row_hashes(used) == before
    used.dispose()
    done = run("restore", str(made), **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "What was there is kept: " in done.stdout
    assert "migrate" not in done.stdout
    assert row_hashes(used) == before


def test_restore_calls_off_what_was_announced_to_be_deleted(
    used: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    """A hold that was placed since the backup is not in it."""
    with used.write() as session:
        announce_it(session, Cast(session))
    used.dispose()
    assert run("backup", **settings).returncode == 0
    (made,) = (tmp_path / "backups").glob("waypost-*.tar.gz")
    done = run("restore", str(made), **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Called off, since a hold may be missing: 1 deletions" in done.stdout
    with used.read() as session:
        assert session.scalars(select(DeletionCallOff)).one().cause is Cause.RESTORED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "-"), "name a folder, not a stream."),
        (("backup", "/dev/null/x"), "/dev/null/x cannot be used: Not a directory."),
        (("backup", __file__), f"{__file__} is no folder."),
        (("restore", "-"), "name a file, not a stream."),
        (("restore", "/nowhere"), "/nowhere cannot be opened: No such file or directory."),
        (("restore", __file__), "is not a whole backup of Waypost"),
    ],
)
def test_what_cannot_be_gets_a_sentence(
    settings: dict[str, str], words: tuple[str, ...], said: str
) -> None:
    done = run(*words, **settings)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_database_gets_a_sentence(empty_database: EmptyDatabase, tmp_path: Path) -> None:
    with empty_database("none", tmp_path) as url:
        done = run("backup", str(tmp_path / "b"), DATABASE_URL=url, **SECRETS)
        Database(url).dispose()  # leaves an empty file
        empty = run("backup", str(tmp_path / "b"), DATABASE_URL=url, **SECRETS)
    assert (done.returncode, empty.returncode) == (1, 1)
    assert "There is no database " in done.stderr
    assert "There is no database of Waypost yet." in empty.stderr


def downgraded(database: Database) -> dict[str, list[str]]:
    """Bring a database to an older schema, and say what is in it then."""
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = database.url
    command.downgrade(config, "0020_enrolled_by_index")
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT id, act, hash FROM audit_line ORDER BY id"))
        found = {"audit_line": [repr(row) for row in rows]}
    database.dispose()
    return found


def test_a_copy_is_made_before_a_migration_and_comes_back(
    used: Database, settings: dict[str, str], tmp_path: Path
) -> None:
    done = run("migrate", **settings)
    assert (done.returncode, "written" in done.stdout) == (0, False), "there is nothing to migrate"
    downgraded(used)
    done = run("migrate", **settings)
    assert done.returncode == 0, done.stderr
    (made,) = (tmp_path / "backups").glob("waypost-*-before-migration.tar.gz")
    assert done.stdout.startswith(f"{made} (")
    assert schema.revision(used) == schema.newest()
    after = row_hashes(used)
    used.dispose()
    done = run("restore", str(made), **settings)
    assert done.returncode == 0, done.stderr
    assert "Its schema is older. Run: python -m app migrate" in done.stdout
    assert schema.revision(used) == "0020_enrolled_by_index"
    used.dispose()
    assert run("migrate", "--no-copy", **settings).returncode == 0
    assert row_hashes(used) == after
    assert [*(tmp_path / "backups").glob("waypost-*-before-migration.tar.gz")] == [made]


def test_without_a_copy_nothing_is_migrated(used: Database, settings: dict[str, str]) -> None:
    downgraded(used)
    done = run("migrate", **settings | {"BACKUP_DIR": "/dev/null/x"})
    assert done.returncode == 1
    assert "Nothing was migrated. To go on without a copy: python -m app migrate" in done.stderr
    assert schema.revision(used) == "0020_enrolled_by_index"


def test_a_newer_schema_is_not_migrated(used: Database, settings: dict[str, str]) -> None:
    with used.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_future'"))
    used.dispose()
    for words in (("migrate",), ("migrate", "--no-copy")):
        done = run(*words, **settings)
        assert done.returncode == 1
        assert "The database has the schema 9999_future" in done.stderr
