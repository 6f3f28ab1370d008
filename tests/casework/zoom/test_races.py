"""Two at once: the same event, the same list, and a list that comes while one is applied."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

from sqlalchemy import func, select

from app.casework.imports.models import AttendanceImport
from app.casework.zoom import actions, tasks
from app.casework.zoom.client import Zoom
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.casework.zoom.queries import READ
from app.casework.zoom.told import event_of
from app.core import queue
from app.core.again import until_taken
from app.core.db import Database
from tests.casework.zoom.fake import LINK, FakeZoom, event
from tests.cast import Cast

FIRST = datetime(2026, 11, 12, 20, 15, tzinfo=UTC)


def link(database: Database) -> None:
    with database.write() as session:
        Cast(session).case_session("fall-2026", 1).link = LINK


def at_once(*acts: object) -> None:
    """Do them all at the same moment; raises what one of them raises."""
    barrier, raised = Barrier(len(acts)), list[BaseException]()

    def run(act: object) -> None:
        barrier.wait()
        try:
            until_taken(act)  # type: ignore[arg-type]
        except BaseException as error:  # told to the test
            raised.append(error)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []


def test_the_same_event_at_once_is_kept_once(real_database: Database) -> None:
    link(real_database)
    told = event_of(event("participant_joined"))
    assert told

    def take() -> None:
        with real_database.write() as session:
            actions.take(session, told, digest="same", now=FIRST)

    at_once(*[take] * 8)
    with real_database.read() as session:
        assert session.scalar(select(func.count()).select_from(ZoomEvent)) == 1


def test_two_workers_begin_and_keep_one_list(real_database: Database, fake: FakeZoom) -> None:
    """Also where the lease of the first ran out while Zoom was slow, and both have the list."""
    link(real_database)
    at_once(*[lambda: tasks.begin_readings(real_database, FIRST)] * 4)
    with real_database.write() as session:
        (task,) = queue.lease(session, [READ], limit=5, now=FIRST)
    with real_database.write() as session:
        later = FIRST + timedelta(minutes=2)
        (same,) = queue.lease(session, [READ], limit=5, now=later)
        assert same.id == task.id
    zoom = Zoom(fake.keys)
    at_once(
        lambda: tasks.read_list(zoom, real_database, task, FIRST),
        lambda: tasks.read_list(zoom, real_database, same, later),
    )
    zoom.close()
    with real_database.read() as session:
        assert session.scalar(select(func.count()).select_from(ZoomReading)) == 1
        assert session.scalar(select(func.count()).select_from(AttendanceImport)) == 1
