"""What the database refuses, and what a session may do."""

import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Select, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, PolicyVersion
from app.core import db, schema
from app.core.db import Database, plain_rows, record_of, records
from app.core.errors import BusyError
from app.models import metadata
from app.people.models import Institution, Person
from app.settings import PROJECT_ROOT
from tests.cast import Cast


def test_migrations_make_exactly_the_schema_of_the_models(template: Database) -> None:
    with template.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_newest_schema_is_the_one_that_migrations_end_at() -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.newest()]
    assert all(schema.is_known(script.revision) for script in scripts.walk_revisions())
    assert not schema.is_known("of nobody")


def test_migrations_can_be_taken_back_and_made_again(real_database: Database) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "base")
    assert schema.revision(real_database) is None
    with pytest.raises(schema.SchemaError, match="python -m app migrate"):
        schema.require_current(real_database)
    schema.upgrade(real_database.url)
    schema.require_current(real_database)


def test_new_database_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'data' / 'w.db'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE x (y)"))
        modes = {
            file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "data").iterdir()
        }
    database.dispose()
    assert modes == dict.fromkeys(("w.db", "w.db-shm", "w.db-wal"), 0o600)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_read_session_refuses_to_write(database: Database) -> None:
    with database.read() as session:
        place = session.scalars(select(Institution)).first()
        assert place is not None
        place.name = "Elsewhere"
        with pytest.raises(RuntimeError, match="read session"):
            session.flush()


def test_postgresql_neither_compiles_statements_nor_calls_helpers(database: Database) -> None:
    wanted = {"jit": "off", "max_parallel_workers_per_gather": "0"}
    for opened in (database.read, database.write):
        with opened() as session:
            session.rollback()
            said = {} if database.is_sqlite else dict(wanted)
            for name in said:
                said[name] = session.scalar(text(f"SHOW {name}"))
        assert said == ({} if database.is_sqlite else wanted)


def test_hundred_read_then_write_requests_lose_nothing(real_database: Database) -> None:
    def add_one(_: int) -> None:
        with real_database.write() as session:
            locked = select(Person).order_by(col(Person.family_name)).limit(1).with_for_update()
            person = session.scalars(locked).one()
            count = int(person.track or "0") + 1
            session.execute(
                update(Person).where(col(Person.id) == person.id).values(track=str(count))
            )

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(add_one, range(100)))
    with real_database.read() as session:
        first = session.scalars(select(Person).order_by(col(Person.family_name)).limit(1)).one()
    assert first.track == "100"


def test_error_of_the_database_does_not_repeat_what_was_written(session: Session) -> None:
    with pytest.raises(DBAPIError) as failed, session.begin_nested():
        session.execute(text("INSERT INTO nowhere VALUES (:typed)"), {"typed": "what Ada wrote"})
    assert "what Ada wrote" not in str(failed.value)


@dataclass(frozen=True)
class Named:
    """A person and a place."""

    short_name: str
    family: str


def test_records_take_columns_by_name_in_any_order(session: Session, cast: Cast) -> None:
    found: Select[*tuple[Any, ...]] = (
        select(col(Person.family_name).label("family"), col(Person.id), col(Institution.short_name))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(Person.id) == cast.id("ben"))
    )
    assert records(session.execute(found), Named) == [Named("Sonoran", "Begay")]
    assert records(plain_rows(session, found, {}), Named) == [Named("Sonoran", "Begay")]


@dataclass(frozen=True)
class Version:
    """Two tables, one of them with a name of two words."""

    policy_version: PolicyVersion
    cohort: Cohort


def test_whole_rows_of_tables_go_into_the_fields_of_their_names(
    session: Session, cast: Cast
) -> None:
    found = (
        select(Cohort, PolicyVersion)
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .where(col(Cohort.id) == cast.spring.id)
    )
    (made,) = records(session.execute(found), Version)
    assert made.cohort is cast.spring
    assert made.policy_version.cohort_id == cast.spring.id


def test_two_records_of_a_kind_in_a_row_are_told_apart_by_a_prefix(session: Session) -> None:
    columns = "'a' AS new_family, 'b' AS old_short_name, 'c' AS new_short_name, 'd' AS old_family"
    rows = session.execute(text(f"SELECT {columns}"))
    old, new = record_of(rows, Named, "old_"), record_of(rows, Named, "new_")
    (row,) = rows
    assert (old(row), new(row)) == (Named("b", "d"), Named("c", "a"))


def test_records_need_a_column_for_each_field(session: Session) -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        records(session.execute(select(col(Institution.short_name))), Named)


def test_commit_is_on_the_disk_before_it_is_told(tmp_path: Path) -> None:
    """Asked of another process: this one is told not to wait for the disk."""
    asked = (
        "import sys; from app.core.db import Database; "
        "print(Database(sys.argv[1]).engine.connect().exec_driver_sql(sys.argv[2]).scalar())"
    )
    file, pragma = f"sqlite:///{tmp_path / 'own.db'}", "PRAGMA synchronous"
    process = [sys.executable, "-c", asked, file, pragma]
    assert subprocess.check_output(process, cwd=PROJECT_ROOT).strip() == b"2", "FULL"


def test_commit_that_fails_leaves_nothing_open(tmp_path: Path) -> None:
    """As on a full disk, where else every later writer would wait in vain."""
    database = Database(f"sqlite:///{tmp_path / 'small.db'}")
    with database.write() as session:
        session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        refers = "INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED"
        session.execute(text(f"CREATE TABLE child (parent {refers})"))
    with pytest.raises(IntegrityError), database.write() as session:
        session.execute(text("INSERT INTO child VALUES (99)"))
    with database.write() as session:
        session.execute(text("INSERT INTO parent VALUES (1)"))
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM child")) == 0
    database.dispose()


def test_who_waits_for_a_turn_is_told_as_soon_as_who_waits_for_a_lock(
    real_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not real_database.is_sqlite:
        pytest.skip("writers take turns on SQLite only")
    monkeypatch.setattr(db, "LOCK_MILLISECONDS", 100)

    def write() -> None:
        with real_database.write():
            pass

    with ThreadPoolExecutor(1) as threads, real_database.write():
        told = threads.submit(write).exception()
    assert isinstance(told, BusyError)
    assert told.undone
