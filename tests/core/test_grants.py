"""The application's own role in PostgreSQL can add records, and neither change nor free them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from app.core import audit, grants
from app.core.db import Database
from app.installation.queries import can_change_records
from app.people.models import Person
from tests.cast import NOW

ATTACKS = (
    "UPDATE certificate SET number = number",
    "DELETE FROM audit_line",
    "TRUNCATE audit_line CASCADE",
    "ALTER TABLE audit_line DISABLE TRIGGER ALL",
    "DROP TRIGGER audit_line_no_update ON audit_line",
    "SET session_replication_role = replica",
    "UPDATE alembic_version SET version_num = 'x'",
    "DROP TABLE reading_done",
)


@pytest.fixture
def as_application(real_database: Database) -> Iterator[Database]:
    """The database as the role that `migrate` makes for the application."""
    if real_database.is_sqlite:
        grants.grant(real_database.url, real_database.url)
        yield real_database
        return
    url = make_url(real_database.url)
    role = f"app_{url.database}"
    own = url.set(username=role, password="it's").render_as_string(hide_password=False)
    for _ in range(2):  # as at every start
        grants.grant(real_database.url, own)
    database = Database(own)
    yield database
    database.dispose()
    with real_database.engine.begin() as connection:
        connection.execute(text(f'DROP OWNED BY "{role}"'))
        connection.execute(text(f'DROP ROLE "{role}"'))


def test_application_writes_what_it_writes_every_day(as_application: Database) -> None:
    with as_application.write() as session:
        person = session.scalars(select(Person).order_by(col(Person.id))).first()
        assert person is not None
        person.track = "Research"
        audit.record(session, "test.done", "test", "1", by=person.id, now=NOW)


def test_application_cannot_change_records_whatever_it_tries(
    as_application: Database, real_database: Database
) -> None:
    with as_application.read() as session:
        assert not can_change_records(session)
    for attack in ATTACKS if not as_application.is_sqlite else ():
        with pytest.raises(DBAPIError), as_application.write() as session:
            session.execute(text(attack))
    with real_database.read() as session:
        assert can_change_records(session) is not real_database.is_sqlite
