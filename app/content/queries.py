"""What the database knows of content."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.enums import Name, Origin
from app.content.models import (
    ContentPrint,
    ContentRelease,
    ContentReleaseItem,
    ContentVersion,
    Figure,
)
from app.core.models import Task


def newest_release(
    session: Session, program: str, *, origin: Origin | None = None
) -> ContentRelease | None:
    """The release that is current in a program; or the newest one that came from there."""
    releases = select(ContentRelease).where(col(ContentRelease.program) == program)
    if origin is not None:
        releases = releases.where(col(ContentRelease.origin) == origin)
    return session.scalar(releases.order_by(col(ContentRelease.number).desc()).limit(1))


def release_items(session: Session, release: ContentRelease) -> list[tuple[str, ContentVersion]]:
    """The documents of a release with their paths, in the order of the paths."""
    rows = session.execute(
        select(col(ContentReleaseItem.path), ContentVersion)
        .join(ContentVersion, col(ContentVersion.id) == col(ContentReleaseItem.version_id))
        .where(col(ContentReleaseItem.release_id) == release.id)
        .order_by(col(ContentReleaseItem.path))
    )
    return [(path, version) for path, version in rows]


def release_versions(session: Session, release: ContentRelease) -> dict[Name, ContentVersion]:
    """The documents of a release by kind and key."""
    return {(version.kind, version.key): version for _, version in release_items(session, release)}


def current_versions(session: Session, program: str) -> dict[Name, ContentVersion]:
    """The documents of a program's newest release; none when nothing was ever loaded."""
    newest = (
        select(func.max(col(ContentRelease.number)))
        .where(col(ContentRelease.program) == program)
        .scalar_subquery()
    )
    versions = session.scalars(
        select(ContentVersion)
        .join(ContentReleaseItem, col(ContentReleaseItem.version_id) == col(ContentVersion.id))
        .join(ContentRelease, col(ContentRelease.id) == col(ContentReleaseItem.release_id))
        .where(col(ContentRelease.program) == program, col(ContentRelease.number) == newest)
        .order_by(col(ContentReleaseItem.path))
    )
    return {(version.kind, version.key): version for version in versions}


def known_versions(session: Session, program: str) -> dict[tuple[str, str, str], UUID]:
    """Every version that was ever loaded in a program, by kind, key and hash."""
    rows = session.execute(
        select(
            col(ContentVersion.kind),
            col(ContentVersion.key),
            col(ContentVersion.hash),
            col(ContentVersion.id),
        ).where(col(ContentVersion.program) == program)
    )
    return {(kind, key, hash_): id_ for kind, key, hash_, id_ in rows}


def version(session: Session, version_id: UUID) -> ContentVersion:
    """One version, with its text."""
    return session.get_one(ContentVersion, version_id)


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


# ------------------------------------------------------------------------------- readers


PRINT = "content.print"
"""The kind of task that prints a module's reader."""


def current_module_ids(session: Session) -> set[UUID]:
    """The modules of every program's newest release."""
    newest = (
        select(col(ContentRelease.program), func.max(col(ContentRelease.number)).label("number"))
        .group_by(col(ContentRelease.program))
        .subquery()
    )
    found = (
        select(col(ContentVersion.id))
        .join(ContentReleaseItem, col(ContentReleaseItem.version_id) == col(ContentVersion.id))
        .join(ContentRelease, col(ContentRelease.id) == col(ContentReleaseItem.release_id))
        .join(
            newest,
            and_(
                newest.c.program == col(ContentRelease.program),
                newest.c.number == col(ContentRelease.number),
            ),
        )
        .where(col(ContentVersion.kind) == "module")
    )
    return set(session.scalars(found))


def has_print(session: Session, version_id: UUID) -> bool:
    """Whether a version was printed, with whatever template; the PDF itself is not read."""
    made = exists().where(col(ContentPrint.version_id) == version_id)
    return bool(session.scalar(select(made)))


def without_print(
    session: Session, module_ids: Collection[UUID], template: str
) -> list[tuple[UUID, str]]:
    """Ids and titles of those of these modules that have no print of a template."""
    this_print = and_(
        col(ContentPrint.version_id) == col(ContentVersion.id),
        col(ContentPrint.template) == template,
    )
    rows = session.execute(
        select(col(ContentVersion.id), col(ContentVersion.title))
        .where(col(ContentVersion.id).in_(list(module_ids)), ~exists().where(this_print))
        .order_by(col(ContentVersion.loaded_at).desc(), col(ContentVersion.title))
    )
    return [(id_, title) for id_, title in rows]


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


def program_document(session: Session, program: str) -> ContentVersion | None:
    """What its newest release says of a program as a whole."""
    return session.scalar(
        select(ContentVersion)
        .outerjoin(ContentReleaseItem, col(ContentReleaseItem.version_id) == col(ContentVersion.id))
        .outerjoin(ContentRelease, col(ContentRelease.id) == col(ContentReleaseItem.release_id))
        .where(col(ContentVersion.program) == program, col(ContentVersion.kind) == "program")
        .order_by(
            func.coalesce(col(ContentRelease.number), 0).desc(),
            col(ContentVersion.loaded_at).desc(),
        )
        .limit(1)
    )
