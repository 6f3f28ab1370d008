"""What the database refuses, and what a session may do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Select, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import MakeUp, MakeUpWithdrawal
from app.certificates.models import NameConfirmation
from app.cohorts.models import Cohort, ContentMove, PolicyVersion
from app.core import audit, schema
from app.core.db import Database, plain_rows, record_of, records
from app.credit.enums import CreditSystem
from app.credit.models import Activity, Claim
from app.credit.tallies.actions import take_snapshots
from app.models import metadata
from app.people.models import Institution, Person
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast
from tests.issued import issue_certificate

IMMUTABLE = {
    "audit_line": ("UPDATE", "DELETE"),
    "content_version": ("UPDATE",),
    "content_release": ("UPDATE", "DELETE"),
    "content_release_item": ("UPDATE", "DELETE"),
    "content_move": ("UPDATE", "DELETE"),
    "figure": ("UPDATE",),
    "enrollment_event": ("UPDATE", "DELETE"),
    "make_up": ("UPDATE", "DELETE"),
    "make_up_withdrawal": ("UPDATE", "DELETE"),
    "reflection": ("UPDATE",),
    "attestation": ("UPDATE", "DELETE"),
    "claim": ("UPDATE", "DELETE"),
    "certificate": ("UPDATE", "DELETE"),
    "name_confirmation": ("UPDATE", "DELETE"),
    "certificate_file": ("UPDATE", "DELETE"),
    "cohort_snapshot": ("UPDATE", "DELETE"),
}


def confirm_name(session: Session, cast: Cast) -> None:
    place, by = cast.enrollment("ben").id, cast.id("cora")
    session.add(
        NameConfirmation(
            enrollment_id=place, certificate_name="Ben Begay", degrees="MD", at=NOW, by=by
        )
    )
    session.flush()


def make_claim(session: Session, cast: Cast) -> None:
    activity = session.scalars(
        select(Activity).where(col(Activity.cohort_id) == cast.spring.id)
    ).one()
    session.add(
        Claim(
            enrollment_id=cast.enrollment("ben").id,
            activity_id=activity.id,
            credit_system=CreditSystem.AMA_PRA_1,
            edition=1,
            quarters=4,
            eligible_quarters=24,
            statement="I claim.",
            facts={},
            claimed_at=NOW,
            by=cast.id("ben"),
        )
    )


def make_move(session: Session, cast: Cast) -> None:
    unit = cast.unit("fall-2026", 1)
    assert unit.module_version_id is not None
    session.add(
        ContentMove(
            act_id=unit.id,
            unit_id=unit.id,
            kind="module",
            from_version_id=unit.module_version_id,
            to_version_id=unit.module_version_id,
            moved_at=NOW,
            by=cast.id("cora"),
            reason="",
        )
    )


def make_up(session: Session, cast: Cast) -> None:
    made = MakeUp(
        enrollment_id=cast.enrollment("ada").id,
        case_session_id=cast.case_session("fall-2026", 1).id,
        edition=1,
        made_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add(MakeUpWithdrawal(make_up_id=made.id, withdrawn_at=NOW))


def test_migrations_make_exactly_the_schema_of_the_models(template: Database) -> None:
    with template.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrations_can_be_taken_back_and_made_again(real_database: Database) -> None:
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "base")
    assert schema.revision(real_database) is None
    with pytest.raises(schema.SchemaError, match="python -m app migrate"):
        schema.require_current(real_database)
    schema.upgrade(real_database.url)
    schema.require_current(real_database)


@pytest.mark.parametrize(
    ("table", "operation"), [(table, op) for table, ops in IMMUTABLE.items() for op in ops]
)
def test_records_refuse_to_be_changed(
    session: Session, cast: Cast, now: datetime, table: str, operation: str
) -> None:
    issue_certificate(session, cast.enrollment("ben"))
    make_claim(session, cast)
    confirm_name(session, cast)
    make_move(session, cast)
    make_up(session, cast)
    take_snapshots(session, now=now)
    audit.record(session, "test.done", "test", "1", by=None, now=now)
    columns = {"certificate_file": "pdf", "content_release_item": "path", "figure": "hash"}
    column = columns.get(table, "id")
    statement = {
        "UPDATE": f"UPDATE {table} SET {column} = {column}",
        "DELETE": f"DELETE FROM {table}",
    }[operation]
    with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
        session.execute(text(statement))


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
