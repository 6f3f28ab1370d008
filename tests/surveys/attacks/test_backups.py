"""Attacks by two backups, one before and one after somebody answered."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.core.db import Database
from app.installation.backups.actions import make, restore
from tests.cast import NOW
from tests.databases import EmptyDatabase
from tests.installation.backups.stored import dropped_afterwards
from tests.surveys.attacks.scene import NAIVE, ORDER, OURS, WAITING, Scene, markers, stored

pytestmark = pytest.mark.both_databases


class Thief:
    """Somebody with every backup, and a machine to restore them on."""

    def __init__(self, scene: Scene, folder: Path, empty: EmptyDatabase, stack: ExitStack) -> None:
        self.scene, self.folder, self.empty, self.stack = scene, folder, empty, stack
        self.count = 0

    def take(self) -> Database:
        """The newest backup, restored."""
        self.count += 1
        url, now = self.scene.database.url, NOW + timedelta(days=self.count)
        made = make(url, self.folder / "backups", now=now)
        inside = self.folder / f"bare{self.count}"
        inside.mkdir()
        place = self.stack.enter_context(self.empty(f"bare{self.count}", inside))
        self.stack.enter_context(dropped_afterwards(place))
        restore(place, made.path, self.folder, now=now)
        database = Database(place)
        self.stack.callback(database.dispose)
        return database


@contextmanager
def thief(scene: Scene, folder: Path, empty: EmptyDatabase) -> Iterator[Thief]:
    with ExitStack() as stack:
        yield Thief(scene, folder, empty, stack)


def difference(before: Database, after: Database, table: str) -> Counter[str]:
    return Counter(markers(stored(after, table))) - Counter(markers(stored(before, table)))


def done(database: Database) -> int:
    with database.engine.connect() as connection:
        asked = text("SELECT count(*) FROM survey_invitation WHERE is_done")
        return connection.scalar(asked) or 0


def test_two_backups_around_one_sending_differ_by_nobodys_answers(
    real_database: Database, tmp_path: Path, empty_database: EmptyDatabase
) -> None:
    scene = Scene(real_database)
    scene.send(*ORDER[:6])
    with thief(scene, tmp_path, empty_database) as own:
        first = own.take()
        scene.send(ORDER[6])
        second = own.take()
        scene.send(*ORDER[7:11])
        third = own.take()
        scene.close()
        last = own.take()
        assert done(second) - done(first) == 1, "who it was is known"
        assert difference(first, second, NAIVE).total() == 1, "a table without care names them"
        assert not difference(first, second, OURS)
        assert stored(second, WAITING) == []
        assert difference(first, third, OURS).total() == 5
        assert difference(third, last, OURS).total() == 6
