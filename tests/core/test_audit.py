"""The chain of the audit trail."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import audit
from app.core.db import Database


def test_chain_verifies(session: Session, now: datetime) -> None:
    for n in range(3):
        audit.record(session, "test.done", "test", str(n), by=None, now=now, facts={"n": n})
    assert audit.first_bad_line(session) is None


def test_changed_line_is_named(real_database: Database, now: datetime) -> None:
    with real_database.write() as session:
        lines = [
            audit.record(session, "test.done", "test", str(n), by=None, now=now) for n in range(3)
        ]
        ids = [line.id for line in lines]
    with real_database.write() as session:
        if real_database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_line_no_update"))
        else:
            session.execute(text("ALTER TABLE audit_line DISABLE TRIGGER ALL"))
        session.execute(text(f"UPDATE audit_line SET reason = 'x' WHERE id = {ids[1]}"))
    with real_database.read() as session:
        bad = audit.first_bad_line(session)
    assert bad is not None
    assert bad.id == ids[1]


def test_missing_line_is_noticed_at_the_next_one(real_database: Database, now: datetime) -> None:
    with real_database.write() as session:
        lines = [
            audit.record(session, "test.done", "test", str(n), by=None, now=now) for n in range(3)
        ]
        ids = [line.id for line in lines]
    with real_database.write() as session:
        if real_database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_line_no_delete"))
        else:
            session.execute(text("ALTER TABLE audit_line DISABLE TRIGGER ALL"))
        session.execute(text(f"DELETE FROM audit_line WHERE id = {ids[1]}"))
    with real_database.read() as session:
        bad = audit.first_bad_line(session)
    assert bad is not None
    assert bad.id == ids[2]
