"""What the background worker does: every room's handlers and chores, wired together."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.certificates.tasks import make_handlers as certificate_handlers
from app.cohorts.actions import record_due_openings
from app.core.clock import Clock
from app.core.db import Database
from app.core.worker import Worker
from app.messages.delivery import make_handlers as mail_handlers
from app.settings import Settings


@contextmanager
def worker(settings: Settings, database: Database, clock: Clock) -> Iterator[Worker]:
    """A worker with everything it needs; its printing processes end with the block."""
    with certificate_handlers(settings) as certificates:
        handlers = {**certificates, **mail_handlers(settings)}
        yield Worker(database, handlers, clock=clock, chores=(open_units,))


def open_units(database: Database, now: datetime) -> None:
    """Write a line for each unit that has opened."""
    with database.write() as session:
        record_due_openings(session, now=now)
