"""Backups of real databases, taken while others write, and put in place again."""

import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlmodel import col

from app.certificates.verification.files import Match, check_file
from app.core import chains, schema
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.core.outbox import without_secrets
from app.installation.backups import actions, archive
from app.installation.backups.actions import Made, Restored
from app.installation.backups.errors import BackupError
from app.installation.backups.folders import workshop
from app.installation.backups.kinds import room_beside
from app.installation.backups.rules import LEFT_OUT, BackupName
from app.models import metadata
from app.outcomes.sharing.taking.models import RecordsFile
from app.people.models import AddressLink, Newcomer, ParkedForm, SignInToken, WebSession
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast
from tests.installation.backups.stored import (
    content_of,
    files_of,
    note,
    row_hashes,
)
from tests.letters import post_sign_in, read
from tests.studies.projects_of import make_project

LATER = NOW + timedelta(hours=1)


def make(database: Database, folder: Path) -> Made:
    return actions.make(database.url, folder, now=NOW)


def restore(url: str, made: Path) -> Restored:
    return actions.restore(url, made, room_beside(url, made.parent), now=LATER)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def writers(url: str, *names: str) -> Iterator[None]:
    """Processes that write, all of them at work."""
    command = [sys.executable, "-m", "tests.installation.backups.busy", url]
    running = [
        subprocess.Popen([*command, name], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True)
        for name in names
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "writes\n"
        yield
        assert [process.poll() for process in running] == [None for _ in names]
    finally:
        for process in running:
            process.kill()
            process.communicate()


def until_more(database: Database, lines: int) -> None:
    """Until somebody has written since; on a busy machine that takes a while."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with database.read() as session:
            if (session.scalar(select(func.count()).select_from(AuditLine)) or 0) > lines:
                return
        time.sleep(0.05)
    raise TimeoutError


def test_a_backup_comes_back_row_for_row_and_byte_for_byte(
    used: Database, place: str, tmp_path: Path
) -> None:
    with used.read() as session:
        files = files_of(session)
    before = row_hashes(used)
    made = make(used, tmp_path / "backups")
    assert row_hashes(used) == before, "nothing was written to what was copied"
    restored = restore(place, made.path)
    assert not restored.behind
    with opened(place) as there:
        assert row_hashes(there) == before
        assert schema.why_not_ready(there) is None
        with there.read() as session:
            assert files_of(session) == files
            assert {check_file(session, pdf).match for pdf in files.values()} == {Match.EXACT}
            assert chains.first_bad_line(session) is None
            newest = select(col(AuditLine.hash)).order_by(col(AuditLine.id).desc())
            assert session.scalars(newest).first() == made.manifest.held.head
        with there.write() as session:
            note(session, "goes on")
            assert chains.first_bad_line(session) is None
        with there.engine.connect() as connection, pytest.raises(Exception, match="is refused"):
            connection.execute(text("UPDATE audit_line SET reason = 'x'"))


def test_a_backup_under_load_is_one_moment(used: Database, place: str, tmp_path: Path) -> None:
    with writers(used.url, "a", "b"):
        first = make(used, tmp_path / "backup 1")
        until_more(used, first.manifest.held.lines)
        made = [first, make(used, tmp_path / "backup 2")]
    lines = [backup.manifest.held.lines for backup in made]
    assert lines[0] < lines[1], "others wrote meanwhile"
    with used.read() as session:
        files = files_of(session)
    after = row_hashes(used)
    restore(place, made[-1].path)
    with opened(place) as there, there.read() as session:
        found = row_hashes(there)
        for table, rows in found.items():
            assert {*rows} <= {*after[table]}, table
        noted = select(col(AuditLine.object_id)).where(col(AuditLine.act) == "test.noted")
        letters = select(col(OutboxMessage.key)).where(col(OutboxMessage.kind) == "test")
        assert sorted(session.scalars(noted)) == sorted(session.scalars(letters)), "whole acts"
        assert len(found["audit_line"]) == lines[-1]
        assert chains.first_bad_line(session) is None
        assert files_of(session) == files


def test_what_opens_something_is_not_in_a_backup(
    used: Database, place: str, tmp_path: Path
) -> None:
    expires: dict[str, Any] = {"created_at": NOW, "expires_at": NOW + timedelta(days=9)}
    with used.write() as session:
        cast = Cast(session)
        hers: dict[str, Any] = {"person_id": cast.id("ada"), **expires}
        browser: dict[str, Any] = {"browser_hash": "opens-it: a browser", "next_path": "/opens-it"}
        somebody: dict[str, Any] = {
            "given_name": "Opens-it",
            "family_name": "Newcomer",
            "profession": "other",
        }
        home = cast.person("ada").institution_id
        link: dict[str, Any] = {"address": "opens-it@example.org", "asked_by": cast.id("ada")}
        session.add_all([
            WebSession(token_hash="opens-it: a session", seen_at=NOW, **hers),
            SignInToken(token_hash="opens-it: a link", code_hash="opens-it", **hers, **browser),
            AddressLink(token_hash="opens-it: an address", **hers, **link),
            ParkedForm(token_hash="opens-it: a form", sealed=b"opens-it", **hers),
            Newcomer(
                token_hash="opens-it: somebody", institution_id=home, address="opens-it@x.org",
                **somebody, **expires, **browser,
            ),
        ])  # fmt: skip
        posted = post_sign_in(session, "opens-it", NOW + timedelta(minutes=10))
        gone = WebSession(token_hash="opens-it: was deleted", seen_at=NOW, **hers)
        session.add(gone)
    with used.write() as session:
        session.execute(delete(WebSession).where(col(WebSession.id) == gone.id))
    made = make(used, tmp_path / "backups")
    content = content_of(made.path)
    assert b"ada@second.example.org" in content, "the letter itself is there"
    for secret in (b"opens-it", b"Opens-it", b"1234 5678"):
        assert secret not in content
    restore(place, made.path)
    with opened(place) as there, there.read() as session:
        for table in metadata.sorted_tables:
            if table.name in LEFT_OUT:
                assert session.execute(table.select()).first() is None
        letter = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "sign_in"))
        (message,) = letter
        assert message.secrets == without_secrets(posted)
        assert message.useless_after == NOW, "nobody gets it any more"
        assert "(not kept)" in read(session, message).text
    with used.read() as session:
        assert session.scalars(select(WebSession)).first() is not None, "only the copy lost it"


def test_a_file_of_answers_that_waits_is_not_in_a_backup(
    used: Database, place: str, tmp_path: Path
) -> None:
    """One that was taken in is, without its bytes: answers here say that they came by it."""
    with used.write() as session:
        cast = Cast(session)
        project = make_project(session, cast)
        own: dict[str, Any] = {"project_id": project.id, "by": cast.id("cora"), "sent_at": NOW}
        waits: dict[str, Any] = {
            "file_name": "waits.csv",
            "sha256": "1",
            "content": b"said-in-redcap",
        }
        taken: dict[str, Any] = {
            "file_name": "taken.csv",
            "sha256": "2",
            "content": b"",
            "applied_at": NOW,
        }
        session.add_all([RecordsFile(**own, **waits), RecordsFile(**own, **taken)])
    made = make(used, tmp_path / "backups")
    assert b"said-in-redcap" not in content_of(made.path)
    assert b"said-in-redcap".hex().encode() not in content_of(made.path)
    restore(place, made.path)
    with opened(place) as there, there.read() as session:
        (left,) = session.scalars(select(RecordsFile))
        assert (left.file_name, left.applied_at) == ("taken.csv", NOW)
    with used.read() as session:
        assert len(session.scalars(select(RecordsFile)).all()) == 2, "only the copy lost it"


SEALED_WITH_KEY = {"calendar_feed", "recovery_code", "second_factor", "trial"}
"""Worth nothing without `SECRET_KEY`, which no backup has. They are kept: after a restore without
them, whoever has nothing but somebody's mailbox would set up a phone of their own, and every
calendar that follows an address would fall silent."""


KEPT_SHORT = {"waiting_answers", "shared_file", "audit_folder_file"}
"""Answers that are not five yet; files of answers and audit folders, which are here for days."""


def test_no_table_with_what_opens_something_was_forgotten() -> None:
    opening = {"token_hash", "browser_hash", "code_hash", "sealed"}
    holding = {table.name for table in metadata.sorted_tables if opening & {*table.c.keys()}}
    assert holding - SEALED_WITH_KEY == {*LEFT_OUT} - KEPT_SHORT
    secret = {table.name for table in metadata.sorted_tables if "secrets" in table.c}
    assert secret == {"outbox_message"}


def test_a_backup_that_was_cut_or_changed_anywhere_is_refused(
    used: Database, tmp_path: Path
) -> None:
    made = make(used, tmp_path / "backups").path
    whole, broken = made.read_bytes(), tmp_path / "broken.tar.gz"
    step = len(whole) // 60
    places = [*range(24), *range(24, len(whole), step), *range(len(whole) - 12, len(whole))]
    changed = [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in places]
    cut = [whole[:at] for at in places]
    for content in (*changed, *cut, whole + b"x"):
        broken.write_bytes(content)
        with pytest.raises(BackupError, match="is not a whole backup of Waypost"):
            archive.unpack(broken)
    before = row_hashes(used)
    broken.write_bytes(cut[-1])
    with pytest.raises(BackupError, match="is not a whole backup"):
        restore(used.url, broken)
    assert row_hashes(used) == before
    assert archive.unpack(made).held.certificates == 3


def packed_anew(made: Made, folder: Path, **held: object) -> Path:
    """A backup whose hashes fit and whose manifest says something else."""
    folder.mkdir()
    archive.unpack(made.path, folder)
    said = made.manifest.held.model_copy(update=held)
    target = folder.parent / "anew.tar.gz"
    archive.pack(target, made.manifest.model_copy(update={"held": said}), folder)
    return target


def test_a_newer_schema_is_refused(used: Database, tmp_path: Path) -> None:
    newer = packed_anew(make(used, tmp_path / "b"), tmp_path / "x", revision="9999_future")
    with pytest.raises(BackupError, match=r"newer Waypost \(0.1.0, schema 9999_future\)"):
        restore(used.url, newer)


def test_a_backup_that_holds_something_else_is_refused(used: Database, tmp_path: Path) -> None:
    made = make(used, tmp_path / "b")
    before = row_hashes(used)
    other = packed_anew(made, tmp_path / "x", lines=made.manifest.held.lines + 1)
    with pytest.raises(BackupError, match="does not hold what it says of itself"):
        restore(used.url, other)
    assert row_hashes(used) == before


def test_a_backup_of_the_other_database_is_refused(used: Database, tmp_path: Path) -> None:
    made = make(used, tmp_path / "b")
    other = "postgresql+psycopg://nobody@/none" if used.is_sqlite else f"sqlite:///{tmp_path}/x.db"
    with pytest.raises(BackupError, match="the settings name a database of"):
        restore(other, made.path)


def test_a_database_in_use_is_not_replaced(used: Database, tmp_path: Path) -> None:
    made = make(used, tmp_path / "b").path
    with used.write() as session:
        note(session, "after the backup")
    before = row_hashes(used)
    with pytest.raises(BackupError, match=r"is in use\. Stop the server and the worker first"):
        restore(used.url, made)
    assert row_hashes(used) == before


def test_the_former_database_is_kept(used: Database, tmp_path: Path) -> None:
    made = make(used, tmp_path / "b").path
    before = row_hashes(used)
    with used.write() as session:
        note(session, "after the backup")
    late = row_hashes(used)
    used.dispose()
    restored = restore(used.url, made)
    assert row_hashes(used) == before
    (former,) = restored.former
    beside = former.removeprefix("the database ")
    address = used.engine.url.set(database=beside).render_as_string(hide_password=False)
    with opened(address) as kept:
        assert row_hashes(kept) == late
    assert not list(tmp_path.glob(".waypost-unfinished-*"))


def test_files_are_their_owners_alone(used: Database, place: str, tmp_path: Path) -> None:
    made = make(used, tmp_path / "new" / "backups").path

    def rights(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert (rights(made), rights(made.parent)) == (0o600, 0o700)
    restore(place, made)
    if used.is_sqlite:
        file = Path(place.removeprefix("sqlite:///"))
        assert (rights(file), rights(file.parent)) == (0o600, 0o700)


def test_what_had_its_time_goes_with_the_next_backup(used: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    old = [BackupName(NOW.replace(microsecond=0) - timedelta(hours=n)) for n in range(1, 4)]
    for name in (*map(str, old), "notes.txt"):
        (folder / name).write_bytes(b"")
    made = make(used, folder)
    left = {file.name for file in folder.glob("[!.]*")}
    assert left == {"notes.txt", made.path.name}
    assert made.removed == 3


def test_what_does_not_hold_in_the_database_is_said_and_keeps_older_backups(
    used: Database, place: str, tmp_path: Path
) -> None:
    old = tmp_path / str(BackupName(NOW.replace(microsecond=0) - timedelta(hours=1)))
    old.write_bytes(b"")
    forged = AuditLine(
        at=NOW, act="x", object_kind="x", object_id="x", facts={}, previous_hash="0" * 64, hash="f"
    )
    with used.write() as session:
        session.add(forged)
    made = make(used, tmp_path)
    assert made.manifest.held.problems == (f"Line {forged.id} of the history does not hold.",)
    assert old.exists()
    restore(place, made.path)
    with opened(place) as there:
        assert row_hashes(there) == row_hashes(used), "it is restored as it was"


def test_two_at_once_take_turns(used: Database, tmp_path: Path) -> None:
    with workshop(tmp_path), pytest.raises(BackupError, match="Another backup or restore"):
        make(used, tmp_path)
    make(used, tmp_path)
