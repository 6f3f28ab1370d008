"""Attacks by the order in which rows lie, by their numbers, and by moments."""

import json
from collections import defaultdict

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.db import Database
from app.models import metadata
from app.surveys.enums import IdentityMode
from tests.surveys.attacks.scene import (
    NAIVE,
    ORDER,
    OURS,
    WAITING,
    Scene,
    in_this_order,
    marker,
    markers,
    stored,
)

pytestmark = pytest.mark.both_databases
ANONYMOUS = [IdentityMode.LINKED, IdentityMode.UNLINKED]


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_the_order_of_rows_tells_nothing(real_database: Database, mode: IdentityMode) -> None:
    scene = Scene(real_database, mode)
    scene.send(*ORDER)
    scene.close()
    assert markers(stored(real_database, NAIVE)) == in_this_order(ORDER)
    found = markers(stored(real_database, OURS))
    assert len(stored(real_database, OURS)) == 1
    assert sorted(found) == in_this_order(range(12))
    assert found != in_this_order(ORDER)
    assert found == in_order_of_text(found)


def in_order_of_text(found: list[str]) -> list[str]:
    """The markers of some sheets as they lie when their own text decides."""
    of = {marker(number): (number % 5 + 1, number) for number in range(12)}
    return sorted(found, key=lambda own: of[own])


def test_whoever_sends_first_the_same_is_stored(real_database: Database) -> None:
    """Two histories of one result cannot be told apart: the second is the first, backwards."""
    scene = Scene(real_database)
    scene.send(*ORDER)
    scene.close()
    (forward,) = stored(real_database, OURS)
    with real_database.write() as session:
        for table in (OURS, WAITING, NAIVE):
            session.execute(text(f"DELETE FROM {table}"))
        drop_triggers(real_database, session)
        session.execute(text("UPDATE survey_invitation SET is_done = (1 = 0)"))
        session.execute(text("UPDATE survey SET closed_at = NULL"))
    scene.send(*reversed(ORDER))
    scene.close()
    (backward,) = stored(real_database, OURS)
    assert markers(stored(real_database, NAIVE)) == in_this_order(reversed(ORDER))
    assert backward == forward


def drop_triggers(database: Database, session: Session) -> None:
    """Only a test goes back in time."""
    for table in ("survey", "survey_invitation"):
        where = "" if database.is_sqlite else f" ON {table}"
        session.execute(text(f"DROP TRIGGER {table}_no_update{where}"))


@pytest.mark.parametrize("sent", [4, 12])
def test_no_vacuum_brings_an_order_back(real_database: Database, sent: int) -> None:
    scene = Scene(real_database)
    scene.send(*ORDER[:sent])
    before = stored(real_database, OURS)
    full = "VACUUM" if real_database.is_sqlite else "VACUUM FULL"
    with real_database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        if real_database.is_sqlite:
            connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(full)
    assert markers(stored(real_database, NAIVE)) == in_this_order(ORDER[:sent])
    assert stored(real_database, OURS) == before
    assert len(before) == (0 if sent < 10 else 1)
    assert markers(before) == in_order_of_text(markers(before))
    assert markers(stored(real_database, WAITING)) == []


def test_who_wrote_a_row_last_tells_nothing(real_database: Database) -> None:
    """PostgreSQL says of each row which transaction wrote it: the one that set somebody's flag."""
    if real_database.is_sqlite:
        with pytest.raises(Exception, match="xmin"), real_database.engine.connect() as connection:
            connection.execute(text(f"SELECT xmin FROM {OURS}"))
        return
    scene = Scene(real_database)
    for number in ORDER[:11]:
        scene.send(number)
        for candidates in joined(real_database, "naive_answers", "answers").values():
            assert candidates == 1, "a table without care names each"
        for table in (OURS, WAITING):
            for shown in joined(real_database, table, "sheets").values():
                assert shown == 0 or shown >= 5


def joined(database: Database, table: str, column: str) -> dict[str, int]:
    """For each person whose flag was set by who wrote a row: whose answers are readable in it."""
    found: dict[str, int] = defaultdict(int)
    with database.engine.connect() as connection:
        rows = connection.execute(
            text(
                f"SELECT asked.id, own.{column}::text FROM survey_invitation asked "
                f"JOIN {table} own ON own.xmin = asked.xmin WHERE asked.is_done"
            )
        )
        for id_, said in rows:
            found[str(id_)] += len(markers([said]))
    return found


def test_there_is_no_column_for_a_person_a_moment_or_an_order(real_database: Database) -> None:
    scene = Scene(real_database, IdentityMode.LINKED)
    scene.send(*ORDER)
    for table in (OURS, WAITING):
        assert set(metadata.tables[table].columns.keys()) == {"survey_id", "mode", "sheets"}
    sheets = json.loads(stored(real_database, OURS)[0])
    assert {tuple(sorted(sheet)) for sheet in sheets} == {("answers", "code")}
    for sheet in sheets:
        assert list(sheet["answers"]) == sorted(sheet["answers"])
        assert set(sheet["answers"]) == {"trust", "plan", "why"}
        assert not any(str(id_) in str(sheet) for id_ in scene.invitations)
