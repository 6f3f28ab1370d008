"""What anchors need to know of the history, and who is told of them."""

from collections.abc import Generator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine, OutboxMessage
from app.history.anchors.rules import Anchor, HashedLine
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role

AT_ONCE = 5000


def newest_id(session: Session) -> int:
    """The id of the newest line; 0 without any."""
    return session.scalar(select(func.max(col(AuditLine.id)))) or 0


def anchor_now(session: Session, now: datetime) -> Anchor:
    """How far the history has come, which is not empty."""
    newest = select(AuditLine).order_by(col(AuditLine.id).desc()).limit(1)
    line = session.scalars(newest).one()
    lines = session.scalar(select(func.count()).select_from(AuditLine)) or 0
    return Anchor(now, lines, line.id or 0, line.hash)


def hashed_lines(session: Session) -> Generator[HashedLine, None, None]:
    """Every line, in order; to be closed by who does not read to the end."""
    lines = select(col(AuditLine.id), col(AuditLine.hash)).order_by(col(AuditLine.id))
    with session.execute(lines.execution_options(yield_per=AT_ONCE)) as rows:
        yield from map(HashedLine._make, rows)


def administrators(session: Session, now: datetime) -> list[UUID]:
    """Who administers the installation and can be written to."""
    held = (
        select(col(RoleGrant.person_id))
        .join(Person, col(Person.id) == col(RoleGrant.person_id))
        .where(
            col(RoleGrant.role) == Role.ADMINISTRATOR,
            grant_holds(now),
            col(Person.disabled_at).is_(None),
        )
    )
    return list(session.scalars(held.distinct()))


def was_posted(session: Session, kind: str, key_begins: str) -> bool:
    """Whether a letter of a kind has a key that begins so."""
    posted = select(col(OutboxMessage.id)).where(
        col(OutboxMessage.kind) == kind, col(OutboxMessage.key).startswith(key_begins)
    )
    return session.scalars(posted.limit(1)).first() is not None
