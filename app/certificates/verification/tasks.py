"""Looking through all files of certificates once a day: behind all else, some at a time.

A task reads a few of them, and asks for the next. So whatever is killed, it goes on where it was,
and nothing else waits for it. Those that were found altered are looked at every minute: as soon as
they are whole, they count again.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from math import ceil
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.alterations import queries
from app.certificates.alterations.queries import Listed
from app.certificates.alterations.rules import AT_ONCE
from app.certificates.verification.actions import note
from app.certificates.verification.queries import astray
from app.core import queue
from app.core.db import Database
from app.core.models import Task
from app.core.worker import Handler

LOOK = "certificates.look"


def keep_looking(database: Database, now: datetime) -> None:
    """Begin to look through all of them, once a day, and look at those that were found altered.

    Where these are many, at some of them in a minute, and in the next at those after them.
    """
    with database.read() as session:
        otherwise = _otherwise(session, _due(queries.altered(session), now))
        begun = queries.is_looked_through(session, LOOK, now.date())
    if otherwise:
        _note(database, otherwise, now)
    if not begun:
        with database.write() as session:
            _begin(session, now)


def _due(known: Sequence[Listed], now: datetime) -> Sequence[Listed]:
    parts = max(1, ceil(len(known) / AT_ONCE))
    begin = int(now.timestamp()) // 60 % parts * AT_ONCE
    return known[begin : begin + AT_ONCE]


def look(database: Database, task: Task, now: datetime) -> None:
    """Look at some files, and ask for the next."""
    with database.read() as session:
        asked = queries.next_after(session, task.payload.get("after", ""), AT_ONCE)
        otherwise = _otherwise(session, asked)
    if otherwise:
        _note(database, otherwise, now)
    with database.write() as session:
        if not queue.still_ours(session, task):
            return
        queue.finish(session, task, now=now)
        if asked:
            _ask(session, task.payload["day"], asked[-1].number, now)


def _otherwise(session: Session, asked: Sequence[Listed]) -> list[UUID]:
    """Those that are not as they are known to be: altered, or whole again."""
    found = astray(session, [own.id for own in asked]) if asked else set()
    return [own.id for own in asked if (own.id in found) is not own.known_altered]


def _note(database: Database, ids: Sequence[UUID], now: datetime) -> None:
    """A transaction for each, since each line belongs to the history of its own cohort."""
    for id_ in ids:
        with database.write() as session:
            note(session, id_, now=now)


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
