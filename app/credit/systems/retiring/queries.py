"""Reads of what is retired."""

from collections.abc import Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.credit.systems.retiring.models import SystemRetirement

_LATER = aliased(SystemRetirement)


def last_said(session: Session) -> Mapping[str, SystemRetirement]:
    """What was said of each system last, by its key; nothing of one that was always offered."""
    later = exists().where(
        col(_LATER.key) == col(SystemRetirement.key),
        col(_LATER.edition) > col(SystemRetirement.edition),
    )
    return {own.key: own for own in session.scalars(select(SystemRetirement).where(~later))}


def said_of(session: Session, key: str) -> Sequence[SystemRetirement]:
    """All that was said of a system, the newest first."""
    own = select(SystemRetirement).where(col(SystemRetirement.key) == key)
    return session.scalars(own.order_by(col(SystemRetirement.edition).desc())).all()
