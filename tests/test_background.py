"""What the worker does by itself, now and then."""

from datetime import timedelta

import pytest

from app.background import daily
from app.core.db import Database
from tests.cast import NOW


def test_daily_work_is_done_once_a_day_and_tried_again_when_it_failed(database: Database) -> None:
    done: list[object] = []

    def work(_database: Database, now: object) -> None:
        done.append(now)
        if len(done) == 1:
            raise ConnectionError

    once = daily(work)
    with pytest.raises(ConnectionError):
        once(database, NOW)
    for later in (timedelta(minutes=1), timedelta(minutes=2), timedelta(days=1)):
        once(database, NOW + later)
    assert done == [NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1)]
