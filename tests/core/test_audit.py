"""The chain of the audit trail: no change to the history goes unseen."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import audit, chains
from app.core.audit import GENESIS, line_hash
from app.core.chains import Links
from app.core.db import Database
from app.core.errors import BusyError
from app.core.ids import new_id
from app.core.models import AuditLine
from tests.cast import NOW, Cast
from tests.client import SignIn

FIELDS = ("act", "object_kind", "object_id", "reason")


def test_chain_verifies(session: Session, now: datetime) -> None:
    for n in range(3):
        audit.record(session, "test.done", "test", str(n), by=None, now=now, facts={"n": n})
    assert chains.first_bad_line(session) is None


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
        bad = chains.first_bad_line(session)
    assert bad is not None
    assert bad.id == ids[named]


def chain(length: int, name: str = "") -> list[AuditLine]:
    lines: list[AuditLine] = []
    for n in range(length):
        line = AuditLine(
            id=n + 1,
            at=NOW + timedelta(seconds=n),
            act="test.done",
            object_kind="test",
            object_id=str(n),
            facts={"n": n},
            chain=name,
            previous_hash=lines[-1].hash if lines else GENESIS,
            hash="",
        )
        line.hash = line_hash(line)
        lines.append(line)
    return lines


def first_break(lines: list[AuditLine], *, from_first: bool = True) -> AuditLine | None:
    return Links(from_first=from_first).first_break(lines)


@pytest.mark.parametrize("length", [0, 1, 2, 20])
def test_untouched_history_holds(length: int) -> None:
    assert first_break(chain(length)) is None


def test_part_of_an_untouched_history_holds() -> None:
    assert first_break(chain(20)[7:], from_first=False) is None


@given(st.integers(0, 9), st.sampled_from(FIELDS))
def test_changed_line_is_found(at: int, field: str) -> None:
    lines = chain(10)
    setattr(lines[at], field, "changed")
    assert first_break(lines) is lines[at]


@given(st.integers(0, 9))
def test_line_that_was_rewritten_with_its_hash_is_found_by_the_next(at: int) -> None:
    lines = chain(11)
    lines[at].facts = {"n": "changed"}
    lines[at].hash = line_hash(lines[at])
    assert first_break(lines) is lines[at + 1]


@given(st.integers(0, 9))
def test_missing_line_is_found(at: int) -> None:
    lines = chain(11)
    after = lines[at + 1]
    del lines[at]
    assert first_break(lines) is after


@given(st.integers(1, 9))
def test_changed_line_is_found_in_a_part_after_its_anchor(at: int) -> None:
    lines = chain(20)[10:]
    lines[at].act = "changed"
    assert first_break(lines, from_first=False) is lines[at]


@given(st.lists(st.booleans(), max_size=20))
def test_chains_hold_however_their_lines_are_mixed(turns: list[bool]) -> None:
    assert first_break(mixed(turns)) is None


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.data())
def test_line_that_was_moved_to_another_chain_is_found(
    turns: list[bool], data: st.DataObject
) -> None:
    lines = mixed(turns)
    moved = lines[data.draw(st.integers(0, len(lines) - 1))]
    moved.chain = "of nobody"
    assert first_break(lines) is not None


def mixed(turns: list[bool]) -> list[AuditLine]:
    """Lines of two chains, in the order of these turns."""
    waiting = {False: chain(len(turns)), True: chain(len(turns), "a cohort")}
    return [waiting[turn].pop(0) for turn in turns]


def test_lines_of_a_cohort_follow_each_other(session: Session, now: datetime) -> None:
    fall, spring = new_id(), new_id()
    audit.continue_chain(session, fall)
    audit.continue_chain(session, spring)  # too late: the transaction has its chain
    acts = [audit.Act("test.done", "test", str(n)) for n in range(2)]
    audit.record_all(session, acts, by=None, now=now)
    audit.record(session, "test.done", "test", "2", by=None, now=now)
    newest = select(AuditLine).order_by(col(AuditLine.id).desc()).limit(3)
    third, second, first = session.scalars(newest)
    assert {line.chain for line in (first, second, third)} == {str(fall)}
    assert [third.previous_hash, second.previous_hash] == [second.hash, first.hash]
    assert chains.first_bad_line(session) is None


def test_what_is_done_in_a_cohort_is_in_its_chain(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    for done in ("yes", "no"):
        ada.post("/cohorts/fall-2026/units/2/readings/r2a", data={"done": done})
    newest = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert newest is not None
    assert newest.act.startswith("reading.")
    assert newest.chain == str(cast.cohort("fall-2026").id)


@pytest.mark.parametrize("same", [False, True], ids=["of another cohort", "of the same cohort"])
def test_only_writers_of_one_cohort_wait_for_each_other(
    real_database: Database, now: datetime, *, same: bool
) -> None:
    if real_database.is_sqlite:
        pytest.skip("On SQLite all writers take turns.")
    first, second = new_id(), new_id()

    def note(session: Session, cohort: UUID) -> None:
        audit.continue_chain(session, cohort)
        audit.record(session, "test.done", "test", "x", by=None, now=now)

    def hurried() -> None:
        with real_database.write() as other:
            other.execute(text("SET LOCAL lock_timeout = 100"))
            note(other, first if same else second)

    waits: AbstractContextManager[object] = pytest.raises(BusyError) if same else nullcontext()
    with real_database.write() as session:
        note(session, first)
        with waits:
            hurried()
    with real_database.read() as reading:
        assert chains.first_bad_line(reading) is None
