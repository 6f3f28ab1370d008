"""The worker's part: whom a link was asked for, and the letter to them."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Handler
from app.people.links.actions import asked_in, mail_link
from app.people.links.queries import LOOK_UP
from app.people.rules import LINK_WORKS_FOR


def make_handlers(secret: str) -> Mapping[str, Handler]:
    """`secret`: what was asked for is sealed with."""
    return {LOOK_UP: partial(look_up, secret)}


def look_up(secret: str, database: Database, task: Task, now: datetime) -> None:
    """Mail the link that was asked for; what it was asked with goes, whoever it was.

    It works as long as if it had been made at once, so it is the next letter that is sent. One that
    would not work any more is not made.
    """
    asked = asked_in(task, secret=secret)
    with database.write() as session:
        if not queue.still_ours(session, task):
            return
        if asked is not None and now < task.not_before + LINK_WORKS_FOR:
            mail_link(session, asked, asked_at=task.not_before)
        queue.finish(session, task, now=now, forget=True)
