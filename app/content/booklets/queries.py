"""Reads of the booklets that were printed, and of the tasks that print them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.booklets.booklet import template_hash
from app.content.booklets.rules import TRIED_AGAIN_AFTER, BookletState
from app.content.models import (
    ContentPrint,
    ContentVersion,
)
from app.core.db import records
from app.core.models import Task

PRINT = "content.print"
"""The kind of task that prints a module's booklet."""


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
    """Whether any booklet is still to be printed."""
    waiting = exists().where(
        col(Task.kind) == PRINT, col(Task.done_at).is_(None), col(Task.failed_at).is_(None)
    )
    return bool(session.scalar(select(waiting)))


def print_of(session: Session, version_id: UUID) -> ContentPrint | None:
    """The booklet of a version; None while none was printed yet."""
    return session.get(ContentPrint, version_id)


def booklet_state(session: Session, version_id: UUID) -> BookletState:
    """The booklet of a version; whether printing failed is asked only while there is none."""
    made = print_of(session, version_id)
    if made is not None:
        return BookletState(made.pdf, given_up=False)
    return BookletState(None, was_given_up(session, task_key(version_id)))


def unordered(
    session: Session, module_ids: Collection[UUID], *, now: datetime
) -> list[UnprintedModule]:
    """The modules that lack a print with this template, and are to have one.

    A task that ended without a print, hours ago, is asked for again. It may have failed, or a
    worker with another template did it, while a new version of Waypost was being put in place.
    """
    wanted = without_print(session, module_ids, template_hash())
    keys = [task_key(module.id) for module in wanted]
    asked = tasks_to_wait_for(session, keys, since=now - TRIED_AGAIN_AFTER)
    return [module for module in wanted if task_key(module.id) not in asked]


def task_key(version_id: UUID) -> str:
    """The key of the task that prints a version with this template."""
    return f"{version_id}:{template_hash()}"
