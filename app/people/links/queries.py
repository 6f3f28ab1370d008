"""Reads of what was asked for and not looked up yet."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import Task

LOOK_UP = "sign-in.look-up"
"""The kind of task that says whom a link was asked for."""


def is_looking_up(session: Session) -> bool:
    """Whether a link was asked for whose letter, if there will be one, is not written yet."""
    waits = exists().where(
        col(Task.kind) == LOOK_UP, col(Task.done_at).is_(None), col(Task.failed_at).is_(None)
    )
    return bool(session.scalar(select(waits)))
