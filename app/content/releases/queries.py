"""Reads of packs: releases, versions without their texts, and which cohorts use what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from app.content.enums import Name
from app.content.models import ContentRelease, ContentReleaseItem, ContentUpload, ContentVersion
from app.content.releases.records import Brief, CurrentPacks, Loaded, ReleaseHistory
from app.core.db import records
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


def program_file(session: Session, history: ReleaseHistory) -> Mapping[str, Any]:
    """What the program file of the newest release says; nothing while there is none."""
    found = next((version.id for version in history.current if version.kind == "program"), None)
    return session.get_one(ContentVersion, found).data if found else {}


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


def uploads_of(session: Session, person_id: UUID) -> Sequence[ContentUpload]:
    """The zips of a person that wait, without their bytes, the newest first."""
    return session.scalars(
        select(ContentUpload)
        .options(defer(ContentUpload.content, raiseload=True))  # type: ignore[arg-type]
        .where(col(ContentUpload.by) == person_id)
        .order_by(col(ContentUpload.sent_at).desc(), col(ContentUpload.id))
    ).all()


def has_old_upload(session: Session, before: datetime) -> bool:
    """Whether any zip was sent before that moment and still waits."""
    waiting = exists().where(col(ContentUpload.sent_at) < before)
    return bool(session.scalar(select(waiting)))
