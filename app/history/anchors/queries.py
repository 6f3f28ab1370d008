"""What anchors need to know of the history, and who is told of them."""

from collections.abc import Generator
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.keys.rules import ADDED, FIRST_USED, MARKED
from app.core.audit import INSTALLATION
from app.core.models import AuditLine, OutboxMessage
from app.history.anchors.rules import CHAINS, TOLD, Anchor, End, HashedLine, Telling
from app.people.models import Person, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role

AT_ONCE = 5000
_OF_INSTALLATION = col(AuditLine.chain) == INSTALLATION


def newest_id(session: Session) -> int:
    """The id of the newest line of the installation's chain; 0 without any."""
    return session.scalar(select(func.max(col(AuditLine.id))).where(_OF_INSTALLATION)) or 0


def anchor_now(session: Session, now: datetime) -> Anchor:
    """How far the installation's chain has come, which is not empty."""
    newest = select(AuditLine).where(_OF_INSTALLATION).order_by(col(AuditLine.id).desc()).limit(1)
    line = session.scalars(newest).one()
    count = select(func.count()).select_from(AuditLine).where(_OF_INSTALLATION)
    return Anchor(now, session.scalar(count) or 0, line.id or 0, line.hash)


def hashed_lines(session: Session) -> Generator[HashedLine, None, None]:
    """Every line, chain by chain and in order; to be closed by who does not read to the end."""
    lines = select(col(AuditLine.chain), col(AuditLine.id), col(AuditLine.hash)).order_by(
        col(AuditLine.chain), col(AuditLine.id)
    )
    with session.execute(lines.execution_options(yield_per=AT_ONCE)) as rows:
        yield from map(HashedLine._make, rows)


def told(session: Session, *, newest: int | None = None) -> list[Telling]:
    """The lines that tell the ends of chains, newest first. `newest`: only so many."""
    lines = (
        select(col(AuditLine.id), col(AuditLine.at), col(AuditLine.facts))
        .where(col(AuditLine.object_id) == CHAINS, col(AuditLine.act) == TOLD, _OF_INSTALLATION)
        .order_by(col(AuditLine.id).desc())
        .limit(newest)
    )
    return [
        Telling(row.id, row.at, frozenset(End(*end) for end in row.facts["ends"]))
        for row in session.execute(lines)
    ]


def ends_of_chains(session: Session, *, after: int) -> set[End]:
    """How far the cohorts' chains have come that have lines after the one with that id."""
    grown = select(col(AuditLine.chain)).where(col(AuditLine.id) > after, ~_OF_INSTALLATION)
    ends = (
        select(
            col(AuditLine.chain),
            func.max(col(AuditLine.id)).label("last_id"),
            func.count().label("lines"),
        )
        .where(col(AuditLine.chain).in_(grown))
        .group_by(col(AuditLine.chain))
        .subquery()
    )
    with_hash = select(ends, col(AuditLine.hash)).join(
        AuditLine, col(AuditLine.id) == ends.c.last_id
    )
    return {End(*row) for row in session.execute(with_hash)}


_INTRODUCED = and_(col(AuditLine.act).in_((FIRST_USED, ADDED)), _OF_INSTALLATION)
_MARKED = and_(col(AuditLine.act) == MARKED, _OF_INSTALLATION)


def certificates_used(session: Session, *, until: int) -> list[str]:
    """Those of every key that has signed here, as lines up to the one with that id tell."""
    used = select(AuditLine).where(_INTRODUCED, col(AuditLine.id) <= until)
    return [str(line.facts.get("certificate")) for line in session.scalars(used)]


def compromised_since(session: Session, *, until: int) -> dict[str, datetime]:
    """Since when somebody else may have had a key, by its name, as lines up to that id tell."""
    found: dict[str, datetime] = {}
    marked = select(AuditLine).where(_MARKED, col(AuditLine.id) <= until)
    for line in session.scalars(marked):
        since = datetime.fromisoformat(line.facts["since"])
        found[line.object_id] = min(since, found.get(line.object_id, since))
    return found


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
