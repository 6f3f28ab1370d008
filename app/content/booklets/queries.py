"""Reads of the booklets that were printed, and of the tasks that print them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.models import (
    ContentPrint,
    ContentVersion,
)
from app.core.db import records
from app.core.models import Task

PRINT = "content.print"
"""The kind of task that prints a module's reader."""


def has_print(session: Session, version_id: UUID) -> bool:
    """Whether a version was printed, with whatever template; the PDF itself is not read."""
    made = exists().where(col(ContentPrint.version_id) == version_id)
    return bool(session.scalar(select(made)))


@dataclass(frozen=True)
class UnprintedModule:
    """A version of a module that a booklet is to be printed of."""

    id: UUID
    title: str


def without_print(
    session: Session, module_ids: Collection[UUID], template: str
) -> list[UnprintedModule]:
    """Those of these modules that have no print of a template."""
    this_print = and_(
        col(ContentPrint.version_id) == col(ContentVersion.id),
        col(ContentPrint.template) == template,
    )
    rows = session.execute(
        select(col(ContentVersion.id), col(ContentVersion.title))
        .where(col(ContentVersion.id).in_(list(module_ids)), ~exists().where(this_print))
        .order_by(col(ContentVersion.loaded_at).desc(), col(ContentVersion.title))
    )
    return records(rows, UnprintedModule)


def tasks_to_wait_for(
    session: Session, keys: Collection[str], *, since: datetime
) -> frozenset[str]:
    """Which of these printing tasks are still to be done, or ended after a moment, well or not."""
    ended_at = func.coalesce(col(Task.done_at), col(Task.failed_at))
    found = select(col(Task.key)).where(
        col(Task.kind) == PRINT,
        col(Task.key).in_(list(keys)),
        or_(ended_at.is_(None), ended_at > since),
    )
    return frozenset(session.scalars(found))


def was_given_up(session: Session, key: str) -> bool:
    """Whether a printing task was given up."""
    given_up = exists().where(
        col(Task.kind) == PRINT, col(Task.key) == key, col(Task.failed_at).is_not(None)
    )
    return bool(session.scalar(select(given_up)))


def tasks_wait(session: Session) -> bool:
    """Whether any reader is still to be printed."""
    waiting = exists().where(
        col(Task.kind) == PRINT, col(Task.done_at).is_(None), col(Task.failed_at).is_(None)
    )
    return bool(session.scalar(select(waiting)))
