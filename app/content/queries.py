"""Reads of texts and of the pictures they show, by id and by hash."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.content.models import (
    ContentVersion,
    Figure,
)


def version(session: Session, version_id: UUID) -> ContentVersion:
    """One version, with its text."""
    return session.get_one(ContentVersion, version_id)


class InItsLanguage(NamedTuple):
    """A version, with its text."""

    version: ContentVersion
    language: str
    """In which its program is written."""


def in_their_languages(session: Session, ids: Collection[UUID]) -> list[InItsLanguage]:
    """Versions, with their texts, and the language that each is in."""
    rows = session.execute(_IN_THEIR_LANGUAGES, {"ids": list(ids)})
    return [InItsLanguage(version, language or "en") for version, language in rows]


_program = aliased(ContentVersion)
_LANGUAGE = (
    select(col(_program.data)["language"].as_string())
    .where(col(_program.program) == col(ContentVersion.program), col(_program.kind) == "program")
    .order_by(col(_program.loaded_at).desc())
    .limit(1)
    .scalar_subquery()
)
_IN_THEIR_LANGUAGES: Select[ContentVersion, str | None] = select(ContentVersion, _LANGUAGE).where(
    col(ContentVersion.id).in_(bindparam("ids", expanding=True))
)


def versions(session: Session, ids: Collection[UUID | None]) -> dict[UUID, ContentVersion]:
    """Versions by id, with their texts, in one statement."""
    found = session.scalars(
        select(ContentVersion).where(col(ContentVersion.id).in_([id_ for id_ in ids if id_]))
    )
    return {row.id: row for row in found}


def known_figures(session: Session, hashes: Collection[str]) -> frozenset[str]:
    """Which of these pictures are stored already."""
    return frozenset(
        session.scalars(select(col(Figure.hash)).where(col(Figure.hash).in_(list(hashes))))
    )


def figure(session: Session, hash_: str) -> Figure:
    """A stored picture."""
    return session.get_one(Figure, hash_)


def figures(session: Session, hashes: Collection[str]) -> dict[str, Figure]:
    """Stored pictures by hash, in one statement."""
    found = session.scalars(select(Figure).where(col(Figure.hash).in_(list(hashes))))
    return {row.hash: row for row in found}
