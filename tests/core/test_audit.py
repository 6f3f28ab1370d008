"""The chain of the audit trail: no change to the history goes unseen."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import audit
from app.core.audit import GENESIS, line_hash
from app.core.db import Database
from app.core.models import AuditLine
from tests.cast import NOW

FIELDS = ("act", "object_kind", "object_id", "reason")


def test_chain_verifies(session: Session, now: datetime) -> None:
    for n in range(3):
        audit.record(session, "test.done", "test", str(n), by=None, now=now, facts={"n": n})
    assert audit.first_bad_line(session) is None


@pytest.mark.parametrize(
    ("trigger", "tampering", "named"),
    [
        ("audit_line_no_update", "UPDATE audit_line SET reason = 'x' WHERE id = :id", 1),
        ("audit_line_no_delete", "DELETE FROM audit_line WHERE id = :id", 2),
    ],
    ids=["changed line is named", "missing line is noticed at the next one"],
)
def test_tampering_in_the_database_is_found(
    real_database: Database, now: datetime, trigger: str, tampering: str, named: int
) -> None:
    with real_database.write() as session:
        lines = [
            audit.record(session, "test.done", "test", str(n), by=None, now=now) for n in range(3)
        ]
        ids = [line.id for line in lines]
    with real_database.write() as session:
        if real_database.is_sqlite:
            session.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            session.execute(text("ALTER TABLE audit_line DISABLE TRIGGER ALL"))
        session.execute(text(tampering), {"id": ids[1]})
    with real_database.read() as session:
        bad = audit.first_bad_line(session)
    assert bad is not None
    assert bad.id == ids[named]


def chain(length: int) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for n in range(length):
        line = AuditLine(
            id=n + 1,
            at=NOW + timedelta(seconds=n),
            act="test.done",
            object_kind="test",
            object_id=str(n),
            facts={"n": n},
            previous_hash=lines[-1].hash if lines else GENESIS,
            hash="",
        )
        line.hash = line_hash(line)
        lines.append(line)
    return lines


@pytest.mark.parametrize("length", [0, 1, 2, 20])
def test_untouched_history_holds(length: int) -> None:
    assert audit.first_break(chain(length), GENESIS) is None


def test_part_of_an_untouched_history_holds() -> None:
    assert audit.first_break(chain(20)[7:], None) is None


@given(st.integers(0, 9), st.sampled_from(FIELDS))
def test_changed_line_is_found(at: int, field: str) -> None:
    lines = chain(10)
    setattr(lines[at], field, "changed")
    assert audit.first_break(lines, GENESIS) is lines[at]


@given(st.integers(0, 9))
def test_line_that_was_rewritten_with_its_hash_is_found_by_the_next(at: int) -> None:
    lines = chain(11)
    lines[at].facts = {"n": "changed"}
    lines[at].hash = line_hash(lines[at])
    assert audit.first_break(lines, GENESIS) is lines[at + 1]


@given(st.integers(0, 9))
def test_missing_line_is_found(at: int) -> None:
    lines = chain(11)
    after = lines[at + 1]
    del lines[at]
    assert audit.first_break(lines, GENESIS) is after


@given(st.integers(1, 9))
def test_changed_line_is_found_in_a_part_after_its_anchor(at: int) -> None:
    lines = chain(20)[10:]
    lines[at].act = "changed"
    assert audit.first_break(lines, None) is lines[at]
