"""What the database knows of content."""

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.models import ContentVersion

Name = tuple[str, str]
"""Kind and key of a document: stable over its versions."""


def current_versions(session: Session, program: str) -> dict[Name, ContentVersion]:
    """The newest version of each document of a program."""
    newest = (
        select(
            col(ContentVersion.kind).label("kind"),
            col(ContentVersion.key).label("key"),
            func.max(ContentVersion.loaded_at).label("loaded_at"),
        )
        .where(col(ContentVersion.program) == program)
        .group_by(col(ContentVersion.kind), col(ContentVersion.key))
        .subquery()
    )
    versions = (
        select(ContentVersion)
        .join(
            newest,
            and_(
                col(ContentVersion.kind) == newest.c.kind,
                col(ContentVersion.key) == newest.c.key,
                col(ContentVersion.loaded_at) == newest.c.loaded_at,
            ),
        )
        .where(col(ContentVersion.program) == program)
        .order_by(col(ContentVersion.kind), col(ContentVersion.key))
    )
    return {(version.kind, version.key): version for version in session.scalars(versions)}


def known_hashes(session: Session, program: str) -> dict[Name, list[str]]:
    """The hashes of all versions of each document of a program, the newest last."""
    rows = session.execute(
        select(col(ContentVersion.kind), col(ContentVersion.key), col(ContentVersion.hash))
        .where(col(ContentVersion.program) == program)
        .order_by(col(ContentVersion.loaded_at), col(ContentVersion.id))
    )
    known: dict[Name, list[str]] = {}
    for kind, key, hash_ in rows:
        known.setdefault((kind, key), []).append(hash_)
    return known


def newest_moment(session: Session, program: str) -> datetime | None:
    """When anything of a program was last loaded, so that later loads sort after it."""
    return session.scalar(
        select(func.max(col(ContentVersion.loaded_at))).where(
            col(ContentVersion.program) == program
        )
    )
