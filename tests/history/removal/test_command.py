"""The command that deletes: an operator's, as the role that owns the tables, and as no other."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, select, text
from sqlmodel import col
from typer.testing import CliRunner, Result

from app.cli import cli
from app.cohorts.models import PolicyVersion
from app.cohorts.queries import wait_for_turn
from app.core import clock, grants, letting_go
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.history.agreement.queries import all_disagreements
from app.history.removal.actions import delete_records, require_deletable
from app.history.retention.counts.queries import records_of
from app.history.retention.models import Deletion
from tests.cast import Cast
from tests.commands import SECRETS, in_a_process
from tests.history.retention.announced import LATER, announce_it, here, old_cohort
from tests.studies.projects_of import make_project
from tests.tampering import drop_guards

Run = Callable[..., Result]
SLUG = "spring-2026"


@pytest.fixture
def announced(real_database: Database) -> Database:
    with real_database.write() as session:
        announce_it(session, Cast(session))
    return real_database


@pytest.fixture
def run(real_database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command on the day after the one that was announced."""
    monkeypatch.setattr(clock, "utc_now", lambda: LATER)
    for name, value in (
        ("DATABASE_URL", real_database.url),
        ("DEMO", "1"),
        ("DATA_DIR", str(tmp_path)),
    ):
        monkeypatch.setenv(name, value)
    return lambda *words: CliRunner().invoke(cli, ["retention", "delete", *words])


def test_command_says_what_would_go_and_deletes_it_when_told_to(
    announced: Database, run: Run
) -> None:
    dry = run()
    assert dry.exit_code == 0
    assert dry.stdout.startswith(f"{SLUG}: ")
    assert "Nothing was changed; --yes deletes them." in dry.stdout
    with announced.read() as session:
        before = sum(records_of(session, Cast(session).spring.id).values())
        assert f"{before} records would be deleted" in dry.stdout
        assert before > 20
    done = run(SLUG, "--yes")
    assert done.exit_code == 0, done.output
    assert "attestation: 4" in done.stdout
    with announced.read() as session:
        cohort_id = Cast(session).spring.id
        assert records_of(session, cohort_id) == {}
        line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "deletion.done")).one()
        assert (line.chain, line.actor_id) == (str(cohort_id), None)
        assert list(all_disagreements(session)) == []
    assert run("--yes").stdout == "No records wait to be deleted.\n"
    again = run(SLUG, "--yes")
    assert again.exit_code == 1
    assert "What was due of this cohort was deleted already." in again.output


def test_other_cohorts_and_what_was_not_announced_are_refused(
    announced: Database, run: Run
) -> None:
    refused = run("fall-2026", SLUG, "--yes")
    assert refused.exit_code == 1
    assert "fall-2026: It was not announced that these records go." in refused.output
    assert f"{SLUG}: " in refused.output
    with announced.read() as session:
        assert len(session.scalars(select(Deletion)).all()) == 1


@pytest.fixture
def as_application(announced: Database) -> Iterator[Database]:
    """The database as the role of the application, which owns nothing on PostgreSQL."""
    if announced.is_sqlite:
        pytest.skip("SQLite has no roles")
    url = make_url(announced.url)
    role = f"app_{url.database}"
    own = url.set(username=role, password="app").render_as_string(hide_password=False)
    grants.grant(announced.url, own)
    database = Database(own)
    yield database
    database.dispose()
    with announced.engine.begin() as connection:
        connection.execute(text(f'DROP OWNED BY "{role}"'))
        connection.execute(text(f'DROP ROLE "{role}"'))


def test_role_of_the_application_deletes_nothing(
    as_application: Database, announced: Database
) -> None:
    with pytest.raises(RefusedError) as refused, as_application.write() as session:
        delete_records(session, here(session), now=LATER)
    assert refused.value.reason == letting_go.NOT_OWNER
    with announced.write() as session:
        assert delete_records(session, here(session), now=LATER).numbers


def test_cohort_that_there_is_not_is_named(announced: Database, run: Run) -> None:
    refused = run("nowhere")
    assert refused.exit_code == 1
    assert refused.stderr == "nowhere: No published cohort has this address.\n"


def test_process_of_its_own_knows_all_tables(real_database: Database) -> None:
    """Whatever this one has imported. Its clock is the machine's, so that the cohort is of old."""
    now = clock.utc_now()
    before = now - timedelta(days=60)
    with real_database.write() as session:
        cast = Cast(session)
        old = old_cohort(session, cast.spring)
        policy = session.scalars(
            select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cast.spring.id)
        ).one()
        session.add(PolicyVersion(**policy.model_dump(exclude={"id"}) | {"cohort_id": old.id}))
        session.flush()
        announce_it(session, cast, "long-ago", goes_from=now.date() - timedelta(days=9), now=before)
    given = SECRETS | {"DATABASE_URL": real_database.url}
    dry = in_a_process("retention", "delete", **given)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert dry.stdout.startswith("long-ago: ")
    done = in_a_process("retention", "delete", "--yes", **given)
    assert (done.returncode, done.stderr) == (0, "")
    with real_database.read() as session:
        assert len(session.scalars(select(Deletion)).all()) == 1


KILLED = """
import os, signal, sys
from sqlalchemy import event
from app.core.db import Database
import app.models
from app.history.removal.actions import delete_records, require_deletable
from tests.history.retention.announced import LATER, here

database = Database(sys.argv[1])
left = int(sys.argv[2])

def count(_connection, _cursor, statement, *_):
    global left
    if statement.startswith(("DROP", "ALTER", "DELETE", "CREATE", "INSERT")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

event.listen(database.engine, "before_cursor_execute", count)
with database.write() as session:
    delete_records(session, here(session), now=LATER)
"""
"""A process that is killed after so many of its writes."""


@pytest.mark.parametrize("writes", [3, 40, 80, 110])
def test_killed_anywhere_it_leaves_everything_as_it_was(announced: Database, writes: int) -> None:
    asked = [sys.executable, "-c", KILLED, announced.url, str(writes)]
    with announced.read() as session:
        before = records_of(session, Cast(session).spring.id)
    killed = subprocess.run(asked, env={**os.environ, "PYTHONPATH": "."}, check=False)
    assert killed.returncode == -signal.SIGKILL
    with announced.read() as session:
        assert records_of(session, Cast(session).spring.id) == before
    with announced.write() as session:
        delete_records(session, here(session), now=LATER)
    with announced.read() as session:
        assert records_of(session, Cast(session).spring.id) == {}
        assert list(all_disagreements(session)) == []


@pytest.mark.parametrize("words", [(), ("--yes",)])
def test_dry_run_refuses_what_would_be_refused(
    announced: Database, run: Run, words: tuple[str, ...]
) -> None:
    with announced.write() as session:
        drop_guards(session)
        session.execute(text("UPDATE attestation SET typed_name = 'Somebody else'"))
    refused = run(SLUG, *words)
    assert refused.exit_code == 1
    assert "of this cohort are not as the history tells" in refused.output


def test_dry_run_needs_the_role_that_owns_the_tables(as_application: Database) -> None:
    with pytest.raises(RefusedError) as refused, as_application.read() as session:
        require_deletable(session, here(session), now=LATER)
    assert refused.value.reason == letting_go.NOT_OWNER


def test_study_waits_for_a_deletion_that_is_under_way(real_database: Database) -> None:
    made = threading.Event()

    def study() -> None:
        with real_database.write() as session:
            cast = Cast(session)
            make_project(session, cast, cohort_ids=frozenset({cast.spring.id}))
        made.set()

    with real_database.write() as session:
        wait_for_turn(session, Cast(session).spring.id)
        thread = threading.Thread(target=study)
        thread.start()
        assert not made.wait(1)
    thread.join(20)
    assert made.is_set()
