"""Reads of releases: what each held, which is current, and what was ever loaded."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.content.enums import Name, Origin, VersionName
from app.content.models import ContentRelease, ContentReleaseItem, ContentVersion
from app.content.releases.records import (
    Brief,
    CurrentFiles,
    CurrentPacks,
    Loaded,
    ReleaseHistory,
    ReleaseItem,
)
from app.core.db import records
from app.packs.instruments.schema import InstrumentData
from app.people.models import Person

_BRIEF = (
    col(ContentVersion.id),
    col(ContentVersion.program),
    col(ContentVersion.kind),
    col(ContentVersion.key),
    col(ContentVersion.hash),
    col(ContentVersion.title),
    col(ContentVersion.loaded_at),
)
"""The columns of `Brief`."""


def history_of(session: Session, program: str) -> ReleaseHistory:
    """All releases of a program with what each held: three statements however many there are."""
    found = releases(session, [program])
    held = items(session, [loaded.release.id for loaded in found])
    return ReleaseHistory(found, held, versions(session, [program]))


def current_packs(session: Session, programs: Collection[str]) -> CurrentPacks:
    """The newest releases with what they hold: three statements however many there are."""
    newest: dict[str, Loaded] = {}
    for loaded in releases(session, programs):
        newest.setdefault(loaded.release.program, loaded)
    held = items(session, [loaded.release.id for loaded in newest.values()])
    return CurrentPacks(newest, held, versions(session, programs))


def current_files(session: Session, history: ReleaseHistory) -> CurrentFiles:
    """What is read of the files of the newest release; one statement."""
    kinds = {version.id: version.kind for version in history.current}
    read = [id_ for id_, kind in kinds.items() if kind in {"program", "instrument"}]
    rows = session.execute(
        select(col(ContentVersion.id), col(ContentVersion.data)).where(
            col(ContentVersion.id).in_(read)
        )
    )
    program: Mapping[str, Any] = {}
    shells = set()
    for row in rows:
        if kinds[row.id] == "program":
            program = row.data
        elif InstrumentData.model_validate(row.data).without_wording:
            shells.add(row.id)
    return CurrentFiles(program, shells)


def releases(session: Session, programs: Collection[str]) -> list[Loaded]:
    """Every release of some programs, the newest first."""
    rows = session.execute(
        select(ContentRelease, Person)
        .outerjoin(Person, col(Person.id) == col(ContentRelease.by))
        .where(col(ContentRelease.program).in_(programs))
        .order_by(col(ContentRelease.number).desc())
    )
    return [_loaded(release, person) for release, person in rows]


def _loaded(release: ContentRelease, person: Person | None) -> Loaded:
    return Loaded(release, person.display_name if person else None)


def release_at(session: Session, program: str, number: int) -> ContentRelease | None:
    """A release by its number."""
    return session.scalar(
        select(ContentRelease).where(
            col(ContentRelease.program) == program, col(ContentRelease.number) == number
        )
    )


def items(session: Session, release_ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """The versions of each release, in the order of their files."""
    rows = session.execute(
        select(col(ContentReleaseItem.release_id), col(ContentReleaseItem.version_id))
        .where(col(ContentReleaseItem.release_id).in_(release_ids))
        .order_by(col(ContentReleaseItem.path))
    )
    found: dict[UUID, list[UUID]] = {release_id: [] for release_id in release_ids}
    for release_id, version_id in rows:
        found[release_id].append(version_id)
    return found


def versions(
    session: Session, programs: Collection[str], name: Name | None = None
) -> dict[UUID, Brief]:
    """Every version of some programs, or of one document in them, the newest first."""
    found = select(*_BRIEF).where(col(ContentVersion.program).in_(programs))
    if name is not None:
        found = found.where(col(ContentVersion.kind) == name[0], col(ContentVersion.key) == name[1])
    ordered = found.order_by(col(ContentVersion.loaded_at).desc(), col(ContentVersion.id))
    return {brief.id: brief for brief in records(session.execute(ordered), Brief)}


def short_titles(session: Session, ids: Collection[UUID]) -> dict[str, str]:
    """What the row of steps calls some modules, by key."""
    short = col(ContentVersion.data)["short_title"].as_string().label("short_title")
    rows = session.execute(
        select(col(ContentVersion.key), short).where(
            col(ContentVersion.id).in_(ids), col(ContentVersion.kind) == "module"
        )
    )
    return {row.key: row.short_title for row in rows}


def newest_release(
    session: Session, program: str, *, origin: Origin | None = None
) -> ContentRelease | None:
    """The release that is current in a program; or the newest one that came from there."""
    releases = select(ContentRelease).where(col(ContentRelease.program) == program)
    if origin is not None:
        releases = releases.where(col(ContentRelease.origin) == origin)
    return session.scalar(releases.order_by(col(ContentRelease.number).desc()).limit(1))


def release_items(session: Session, release: ContentRelease) -> list[ReleaseItem]:
    """The documents of a release with their paths, in the order of the paths."""
    rows = session.execute(
        select(col(ContentReleaseItem.path), ContentVersion)
        .join(ContentVersion, col(ContentVersion.id) == col(ContentReleaseItem.version_id))
        .where(col(ContentReleaseItem.release_id) == release.id)
        .order_by(col(ContentReleaseItem.path))
    )
    return [ReleaseItem(row.path, row.ContentVersion) for row in rows]


def release_versions(session: Session, release: ContentRelease) -> dict[Name, ContentVersion]:
    """The documents of a release by kind and key."""
    versions = (item.version for item in release_items(session, release))
    return {(version.kind, version.key): version for version in versions}


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


def known_versions(session: Session, program: str) -> dict[VersionName, UUID]:
    """Every version that was ever loaded in a program, by kind, key and hash."""
    rows = session.execute(
        select(
            col(ContentVersion.kind),
            col(ContentVersion.key),
            col(ContentVersion.hash),
            col(ContentVersion.id),
        ).where(col(ContentVersion.program) == program)
    )
    return {VersionName(row.kind, row.key, row.hash): row.id for row in rows}


def current_module_ids(session: Session) -> set[UUID]:
    """The modules of every program's newest release."""
    newest = (
        select(col(ContentRelease.program), func.max(col(ContentRelease.number)).label("number"))
        .group_by(col(ContentRelease.program))
        .subquery()
    )
    own_program = newest.c.program == col(ContentRelease.program)
    own_number = newest.c.number == col(ContentRelease.number)
    found = (
        select(col(ContentVersion.id))
        .join(ContentReleaseItem, col(ContentReleaseItem.version_id) == col(ContentVersion.id))
        .join(ContentRelease, col(ContentRelease.id) == col(ContentReleaseItem.release_id))
        .join(newest, and_(own_program, own_number))
        .where(col(ContentVersion.kind) == "module")
    )
    return set(session.scalars(found))


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
