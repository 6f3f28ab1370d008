"""What proves a history, and who may do what, after a restore."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from app.cli.verification import verify_history
from app.core.db import Database
from app.history.anchors.tasks import AnchorKeeping
from app.installation.backups import actions
from app.installation.backups.kinds import room_beside
from app.settings import Settings
from tests.cast import NOW
from tests.commands import SECRETS, run
from tests.installation.backups.stored import dropped_afterwards, note, row_hashes


def test_signed_ends_of_the_history_come_along_and_fit_what_is_restored(
    real_database: Database, place: str, tmp_path: Path
) -> None:
    here, there = (Settings(demo=True, data_dir=tmp_path / name) for name in ("here", "there"))
    keeping, made = AnchorKeeping(here), []
    for hours in (0, 2):
        now, folder = NOW + timedelta(hours=hours), tmp_path / str(hours)
        with real_database.write() as session:
            note(session, str(hours))
        keeping(real_database, now)
        backup = actions.make(real_database.url, folder, now=now, anchors=here.anchor_file)
        made.append(backup.path)
    there.data_dir.mkdir()
    shutil.copy(here.data_dir / "demo-signing-key.pem", there.data_dir)  # it is kept apart
    room = room_beside(place, tmp_path)
    kept: list[str] = []
    for hours, backup_path in ((3, made[1]), (4, made[0])):
        later = NOW + timedelta(hours=hours)
        restored = actions.restore(place, backup_path, room, now=later, anchors=there.anchor_file)
        kept += restored.former
        database = Database(place)
        with database.read() as session:
            ok, said = verify_history(session, there, [], later)
        database.dispose()
        assert ok, said
        assert said[1].startswith("It is as it was signed at ")
    aside = there.data_dir / "history-anchors-before-restore-2026-11-18T210000Z.txt"
    assert str(aside) in kept
    assert len(aside.read_text().splitlines()) == 2
    assert len(there.anchor_file.read_text().splitlines()) == 1
    assert there.anchor_file.stat().st_mode & 0o077 == 0


@pytest.fixture
def two_roles(used: Database, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of an installation whose application owns nothing."""
    if used.is_sqlite:
        pytest.skip("SQLite has no roles")
    url = make_url(used.url)
    role = f"app_{url.database}"
    own = url.set(username=role, password="it's").render_as_string(hide_password=False)
    folders = {"DATA_DIR": str(tmp_path / "data"), "BACKUP_DIR": str(tmp_path / "backups")}
    used.dispose()
    yield {"DATABASE_URL": own, "OWNER_DATABASE_URL": used.url, **folders, **SECRETS}
    with dropped_afterwards(used.url), used.engine.begin() as connection:
        connection.execute(text(f'DROP OWNED BY "{role}"'))
    with used.engine.begin() as connection:
        connection.execute(text(f'DROP ROLE "{role}"'))


def test_a_role_that_owns_nothing_backs_up_and_the_owner_restores(
    used: Database, two_roles: dict[str, str], tmp_path: Path
) -> None:
    assert run("migrate", **two_roles).returncode == 0
    before = row_hashes(used)
    used.dispose()
    done = run("backup", **two_roles | {"OWNER_DATABASE_URL": ""})
    assert (done.returncode, done.stderr) == (0, "")
    (made,) = (tmp_path / "backups").glob("waypost-*")
    done = run("restore", str(made), **two_roles)
    assert (done.returncode, done.stderr) == (0, "")
    assert row_hashes(used) == before
    application = Database(two_roles["DATABASE_URL"])
    with application.write() as session:
        note(session, "goes on")
    with pytest.raises(DBAPIError), application.write() as session:
        session.execute(text("UPDATE certificate SET number = number"))
    application.dispose()
    used.dispose()
    done = run("restore", str(made), **two_roles | {"OWNER_DATABASE_URL": ""})
    assert done.returncode == 1
    assert "has to be allowed to make databases: ALTER ROLE" in done.stderr
