"""Looking through all files of certificates once a day: behind all else, some at a time.

A task reads a few of them, and asks for the next. So whatever is killed, it goes on where it was,
and nothing else waits for it. Those that were found altered are looked at every minute: as soon as
they are whole, they count again.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations import queries
from app.certificates.alterations.rules import AT_ONCE
from app.certificates.models import Certificate
from app.certificates.verification.actions import note
from app.certificates.verification.queries import not_as_issued
from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Handler

LOOK = "certificates.look"


def keep_looking(database: Database, now: datetime) -> None:
    """Begin to look through all of them, once a day, and look at those that were found altered."""
    with database.read() as session:
        known = queries.altered(session, AT_ONCE)
        whole = _otherwise(session, known, known_altered=True)
        begun = queries.is_looked_through(session, LOOK, _day(now))
    if whole:
        _note(database, whole, now)
    if not begun:
        with database.write() as session:
            _begin(session, now)


def look(database: Database, task: Task, now: datetime) -> None:
    """Look at some files, and ask for the next."""
    with database.read() as session:
        asked = queries.next_after(session, task.payload.get("after", ""), AT_ONCE)
        astray = _otherwise(session, asked, known_altered=False)
    if astray:
        _note(database, astray, now)
    with database.write() as session:
        if not queue.still_ours(session, task):
            return
        queue.finish(session, task, now=now)
        if asked:
            _ask(session, task.payload["day"], asked[-1].number, now)


def _otherwise(
    session: Session, asked: Sequence[Certificate], *, known_altered: bool
) -> list[UUID]:
    """Those that are not as they are believed to be: all altered, or all whole."""
    astray = set(not_as_issued(session, asked)) if asked else set()
    return [own.id for own in asked if (own.number in astray) is not known_altered]


def _note(database: Database, ids: Sequence[UUID], now: datetime) -> None:
    """A transaction for each, since each line belongs to the history of its own cohort."""
    for id_ in ids:
        with database.write() as session:
            note(session, session.get_one(Certificate, id_), now=now)


def _begin(session: Session, now: datetime) -> None:
    """What is left of the days before is of no use; two workers ask once."""
    session.execute(delete(Task).where(col(Task.kind) == LOOK))
    _ask(session, _day(now), "", now)


def _ask(session: Session, day: str, after: str, now: datetime) -> None:
    key, payload = f"{day} {after}".strip(), {"day": day, "after": after}
    with suppress(IntegrityError), session.begin_nested():
        queue.enqueue(session, LOOK, key=key, payload=payload, now=now)


def _day(now: datetime) -> str:
    return now.date().isoformat()


HANDLERS: Mapping[str, Handler] = {LOOK: look}
