"""The worker of these tests."""

from datetime import datetime

from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.outcomes.sharing.files.rules import MAKE
from app.outcomes.sharing.files.tasks import make_file
from tests.cast import NOW
from tests.surveys.asking import SECRET


def leased(database: Database, now: datetime = NOW) -> list[Task]:
    """The tasks that wait, taken by a worker."""
    with database.write() as session:
        return queue.lease(session, [MAKE], limit=9, now=now)


def make_all(database: Database, now: datetime = NOW) -> None:
    """Every file that was asked for is made."""
    for task in leased(database, now):
        make_file(database, task, now, secret=SECRET)
