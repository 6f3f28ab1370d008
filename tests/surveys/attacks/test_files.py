"""Attacks by the files of the database: its pages, what lies free in them, and its log."""

import re
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from app.core.db import Database
from app.surveys.models import SurveyInvitation
from tests.surveys.asking import send
from tests.surveys.attacks.scene import (
    MARKER,
    NAIVE,
    ORDER,
    OURS,
    Scene,
    answers_of,
    in_this_order,
    marker,
    markers,
    stored,
)

pytestmark = pytest.mark.both_databases
TOGETHER = re.compile(
    rb'\[(?:\{"answers": \{"plan": "none", "trust": \d, '
    rb'"why": "marker-[0-9a-f]{8}-\d\d"\}\}(?:, )?)+\]'
)


def on_the_disk(database: Database) -> bytes:
    """All that the database has written: its tables, and the log of its changes."""
    if database.is_sqlite:
        file = Path(str(make_url(database.url).database))
        return b"".join(own.read_bytes() for own in sorted(file.parent.glob(f"{file.name}*")))
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text("CHECKPOINT"))
        tables = "SELECT pg_relation_filepath(oid) FROM pg_class WHERE relkind IN ('r', 't')"
        paths = [
            *connection.scalars(text(f"{tables} AND relfilenode <> 0")),
            connection.scalar(text("SELECT 'pg_wal/' || pg_walfile_name(pg_current_wal_lsn())")),
        ]
        read = text("SELECT pg_read_binary_file(CAST(:path AS text), 0, 67108864, true)")
        found = [connection.scalar(read, {"path": path}) for path in paths]
    return b"".join(bytes(own) for own in found if own is not None)


def seen(database: Database) -> set[str]:
    """The markers of this test on the disk."""
    found = {own.decode() for own in re.findall(MARKER.pattern.encode(), on_the_disk(database))}
    return found & {marker(number) for number in range(100)}


def test_what_waits_is_in_no_file_nor_in_what_is_left_of_older_rows(
    real_database: Database,
) -> None:
    scene = Scene(real_database)
    for change in (
        f"INSERT INTO {NAIVE} VALUES ('x', '{marker(99)}', 'x')",
        f"DELETE FROM {NAIVE}",
    ):
        with real_database.write() as session:
            session.execute(text(change))
    _without_naive(scene, ORDER[:9])
    assert seen(real_database) == {marker(99)}, "what was deleted is found, what waits is not"


def _without_naive(scene: Scene, numbers: tuple[int, ...]) -> None:
    for number in numbers:
        with scene.database.write() as session:
            asked = session.get_one(SurveyInvitation, scene.invitations[number])
            send(session, asked, answers_of(number))


def test_of_those_that_went_to_the_others_only_fives_are_found(real_database: Database) -> None:
    scene = Scene(real_database)
    _without_naive(scene, ORDER[:9])
    assert seen(real_database) == set()
    _without_naive(scene, ORDER[9:11])
    gone = set(markers(stored(real_database, OURS)))
    assert len(gone) == 5
    assert seen(real_database) == gone, "who else waits is not told by older versions of the row"
    scene.close()
    assert seen(real_database) == set(in_this_order(sorted(ORDER[:11])))


def test_wherever_sheets_lie_they_lie_in_the_order_of_their_own_text(
    real_database: Database,
) -> None:
    """Also in older versions of the row: there is none in which they stand as they came."""
    scene = Scene(real_database)
    _without_naive(scene, ORDER[:11])
    scene.close()
    together = [own.decode() for own in TOGETHER.findall(on_the_disk(real_database))]
    own_text = {marker(number): (number % 5 + 1, marker(number)) for number in range(12)}
    runs = [run for run in map(MARKER.findall, together) if run[0] in own_text]
    assert runs
    assert all(len(run) >= 5 for run in runs)
    assert all(run == sorted(run, key=lambda name: own_text[name]) for run in runs)
