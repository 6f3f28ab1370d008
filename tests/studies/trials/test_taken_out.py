"""No command and no backup tells what comes next in a sealed list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from app.cli import cli
from app.core.db import Database
from app.studies.models import Project
from app.studies.trials import actions
from app.studies.trials.models import Trial
from tests.cast import NOW, Cast
from tests.commands import SECRETS, run
from tests.installation.backups.stored import dropped_afterwards
from tests.studies.trials.hidden import Sealed, sealed
from tests.studies.trials.trials_of import SECRET

pytestmark = pytest.mark.both_databases


@pytest.fixture
def own(real_database: Database) -> Iterator[Sealed]:
    """Committed, as a command finds it."""
    with dropped_afterwards(real_database.url):
        with real_database.write() as session:
            found = sealed(session, Cast(session), SECRET)
        real_database.dispose()
        yield found
        real_database.dispose()


@pytest.fixture
def settings(own: Sealed, real_database: Database, tmp_path: Path) -> dict[str, str]:
    folders = {"DATA_DIR": str(tmp_path / "data"), "BACKUP_DIR": str(tmp_path / "backups")}
    return {"DATABASE_URL": real_database.url, **folders, **SECRETS}


def open_the_list(database: Database, own: Sealed) -> None:
    with database.write() as session:
        found = (
            session.get_one(Project, own.project.id),
            session.get_one(Trial, own.trial.id),
        )
        by = Cast(session).id("cora")
        actions.end(session, *found, by=by, now=NOW)
        actions.open_list(session, *found, secret=SECRET, by=by, now=NOW)
    database.dispose()


def test_a_backup_has_the_sealed_list_and_not_what_it_says(
    own: Sealed, settings: dict[str, str], real_database: Database, tmp_path: Path
) -> None:
    """Unpacked: with the seal and the hash, and without the list until it is open."""

    def backup(name: str) -> bytes:
        done = run("backup", str(tmp_path / name), **settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert not own.is_told_by(done.stdout.encode())
        (made,) = (tmp_path / name).glob("waypost-*.tar.gz")
        return made.read_bytes()

    before = backup("before")
    assert not own.is_told_by(before)
    assert own.finds(before, own.told.encode())
    open_the_list(real_database, own)
    assert own.is_told_by(backup("after"))


NOT_ASKED = {
    "serve": "answers to requests alone, which the tests of pages make",
    "work": "does tasks, of which the payload and the log are looked at",
    "migrate": "changes tables, and takes a backup first",
    "restore": "puts a backup back",
    "demo": "makes people, and refuses where there are any",
    "admin": "writes a role",
    "content check": "reads files alone",
    "content load": "reads files, and writes texts",
    "content schema": "prints what files may say",
    "languages compile": "reads files alone",
    "languages update": "reads files alone",
    "languages check": "reads files alone",
    "mail test": "sends one letter of its own",
    "mail bounce": "reads a letter",
    "attendance import": "reads a file, and names sessions",
    "people import": "reads a file, and names people",
    "outcomes summary": "reads a file alone",
    "retention delete": "deletes nothing of a cohort that a study has, and prints numbers alone",
    "keys add": "reads a file alone, and writes a key",
    "keys rotate": "reads two files alone, and writes keys",
    "keys compromised": "writes about a key",
}
"""Commands that print nothing of a trial, and why."""


def asked(own: Sealed, folder: Path) -> dict[str, list[str]]:
    """Commands that print something of the database, and how each is given."""
    key, open_list = own.project.key, folder / "list.txt"
    return {
        "backup": [str(folder / "backup")],
        "doctor": [],
        "policy": [],
        "verify": [str(open_list)],
        "audit verify": [],
        "keys list": [],
        "retention list": [],
        "keys export": [str(folder / "keys")],
        "outcomes analyze": [key, "--json"],
        "outcomes redcap": [key, "--to", str(folder / "redcap"), "--reason", "For the registry."],
        "outcomes redcap-dictionary": ["mentor-development", "--to", str(folder / "dictionary")],
        "trial verify": [str(open_list)],
    }


def commands_of(command: Any, *names: str) -> Iterator[str]:
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from commands_of(child, *names, name)
    else:
        yield " ".join(names)


def test_every_command_is_asked_or_has_nothing_to_tell(own: Sealed, tmp_path: Path) -> None:
    every = [*commands_of(typer.main.get_command(cli))]
    assert sorted(every) == sorted([*NOT_ASKED, *asked(own, tmp_path)])


def test_no_command_tells_what_comes_next(
    own: Sealed, settings: dict[str, str], real_database: Database, tmp_path: Path
) -> None:
    def said() -> bytes:
        found = []
        for name, words in asked(own, tmp_path).items():
            done = run(*name.split(), *words, **settings)
            assert "Traceback" not in done.stderr, name
            found += [done.stdout.encode(), done.stderr.encode()]
        found += [file.read_bytes() for file in tmp_path.rglob("*") if is_written(file)]
        return b"\n".join(found)

    def is_written(file: Path) -> bool:
        """Not the database itself, which lies in the same folder on SQLite."""
        return file.is_file() and file.name not in real_database.url

    (tmp_path / "list.txt").write_bytes(b"none")
    assert not own.is_told_by(said())
    open_the_list(real_database, own)
    (tmp_path / "list.txt").write_text(own.plain)
    done = run("trial", "verify", str(tmp_path / "list.txt"), "--sha256", own.told, **settings)
    assert (done.returncode, own.told in done.stdout) == (0, True)
    assert own.is_told_by(said())
