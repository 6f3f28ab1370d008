"""Backups and restores that end in the middle: by kill -9, by a full disk, by a program not there.

What is there afterwards is whole, and the next try succeeds.
"""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.db import Database
from app.installation.backups import actions
from app.installation.backups.errors import BackupError
from app.installation.backups.kinds import room_beside
from app.settings import PROJECT_ROOT
from tests.cast import NOW
from tests.installation.backups.stored import note, row_hashes

MAKING = ("kind.examine", "archive._add", "archive.unpack", "actions.settle")
RESTORING = ("archive._take_out", "kind.examine", "kind.replace", "placing")
PLACING = {"sqlite": "sqlite.settle", "postgresql": "postgresql._read_rows"}


def kill_before(step: str, act: str, database: Database, path: Path) -> None:
    database.dispose()
    kind = "sqlite" if database.is_sqlite else "postgresql"
    step = PLACING[kind] if step == "placing" else step.replace("kind.", f"{kind}.")
    command = [sys.executable, "-m", "tests.installation.backups.killed", step, act]
    done = subprocess.run([*command, database.url, str(path)], cwd=PROJECT_ROOT, check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("step", MAKING)
def test_a_killed_backup_leaves_nothing_that_looks_like_one(
    used: Database, tmp_path: Path, step: str
) -> None:
    folder = tmp_path / "backups"
    kill_before(step, "make", used, folder)
    assert [*folder.glob("[!.]*")] == []
    assert [*folder.glob(".waypost-unfinished-*")] != []
    made = actions.make(used.url, folder, now=NOW).path
    assert [*folder.glob("[!.]*")] == [made]
    assert [*folder.glob(".waypost-unfinished-*")] == []


@pytest.mark.parametrize("step", RESTORING)
def test_a_killed_restore_leaves_the_former_database(
    used: Database, tmp_path: Path, step: str
) -> None:
    made = actions.make(used.url, tmp_path / "backups", now=NOW).path
    copied = row_hashes(used)
    with used.write() as session:
        note(session, "later")
    before = row_hashes(used)
    kill_before(step, "restore", used, made)
    assert row_hashes(used) == before
    used.dispose()
    later = NOW + timedelta(minutes=1)
    actions.restore(used.url, made, room_beside(used.url, tmp_path), now=later)
    assert row_hashes(used) == copied


def test_a_full_disk_is_said_and_leaves_nothing(
    used: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.installation.backups.archive.os.fsync", full)
    with pytest.raises(BackupError, match=r"cannot be written to: No space left on device\."):
        actions.make(used.url, tmp_path / "backups", now=NOW)
    assert [*(tmp_path / "backups").glob("*waypost-[!l]*")] == []


def test_without_its_programs_postgresql_says_what_to_install(
    used: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if used.is_sqlite:
        pytest.skip("SQLite needs none")
    made = actions.make(used.url, tmp_path / "backups", now=NOW).path
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match=r"pg_dump is not installed here\. Install"):
        actions.make(used.url, tmp_path / "backups", now=NOW)
    with pytest.raises(BackupError, match="pg_restore is not installed here"):
        actions.verify(used.url, made, tmp_path)


def test_a_database_whose_server_was_killed_is_copied_with_all_that_was_written(
    used: Database, tmp_path: Path
) -> None:
    if not used.is_sqlite:
        pytest.skip("a file of SQLite's")
    file = Path(used.url.removeprefix("sqlite:///"))
    left = tmp_path / "left"
    left.mkdir()
    for end in ("", "-wal"):  # as they lie there while it runs
        (left / f"x.db{end}").write_bytes(Path(f"{file}{end}").read_bytes())
    assert (left / "x.db-wal").stat().st_size > 0
    made = actions.make(f"sqlite:///{left / 'x.db'}", tmp_path / "backups", now=NOW)
    assert made.manifest.held.certificates == 3


def test_a_database_that_is_damaged_is_not_backed_up_and_can_be_replaced(
    used: Database, tmp_path: Path
) -> None:
    if not used.is_sqlite:
        pytest.skip("pages of SQLite's")
    made = actions.make(used.url, tmp_path / "backups", now=NOW).path
    before = row_hashes(used)
    used.dispose()
    file = Path(used.url.removeprefix("sqlite:///"))
    content = bytearray(file.read_bytes())
    content[:100] = bytes(100)
    file.write_bytes(content)
    with pytest.raises(BackupError, match="SQLite says: file is not a database"):
        actions.make(used.url, tmp_path / "backups", now=NOW)
    restored = actions.restore(used.url, made, tmp_path, now=NOW)
    assert row_hashes(used) == before
    (former,) = restored.former
    assert Path(former).read_bytes() == content
