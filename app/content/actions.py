"""Loading: what a pack says becomes rows that never change, and a release that makes them current.

A pack can come from the files beside the application, which are loaded at every start, and from a
zip that somebody sent. What was sent stays until the files themselves change, and then until
somebody says that they replace it: a restart undoes nobody's work.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.content import queries
from app.content.enums import Name, Origin, VersionName
from app.content.models import ContentRelease, ContentReleaseItem, ContentVersion, Figure
from app.content.releases import queries as releases
from app.core import audit
from app.core.errors import ConflictError
from app.language.reasons import reason
from app.packs.pack import Document, Pack

ATTEMPTS = 5
LOADED_MEANWHILE = reason(
    "content.loaded_meanwhile",
    "Other content is being loaded at this moment. Try again in a minute.",
)


@dataclass(frozen=True)
class LoadResult:
    """What a load changed, by kind and key."""

    new: tuple[Name, ...] = ()
    """Texts that were never loaded before."""
    restored: tuple[Name, ...] = ()
    """Texts of an earlier release that are current again."""
    removed: tuple[Name, ...] = ()
    """Documents that the program had and the pack has no longer; cohorts keep them."""
    unchanged: tuple[Name, ...] = ()
    release: ContentRelease | None = None
    """The release that the load made; None when nothing changed."""
    kept: ContentRelease | None = None
    """The import that the files did not replace."""


def load_pack(
    session: Session,
    pack: Pack,
    *,
    now: datetime,
    origin: Origin,
    by: UUID | None = None,
    replace: bool = False,
) -> LoadResult:
    """Make a pack the newest release of its program, unless it is that already.

    `replace`: let the files replace what was imported.

    Raises:
        ConflictError: Other loads were faster, again and again.
    """
    for _ in range(ATTEMPTS):
        try:
            with session.begin_nested():
                return _load(session, pack, now=now, origin=origin, by=by, replace=replace)
        except IntegrityError:  # another load was faster, of this pack or of another
            continue
    raise ConflictError(LOADED_MEANWHILE)


def _load(
    session: Session, pack: Pack, *, now: datetime, origin: Origin, by: UUID | None, replace: bool
) -> LoadResult:
    newest = releases.newest_release(session, pack.program)
    nothing = LoadResult(unchanged=tuple(document.name for document in pack.documents))
    if newest is not None and newest.hash == pack.hash:
        return nothing
    is_imported = newest is not None and newest.origin is Origin.IMPORT
    if is_imported and origin is Origin.FILES and not replace:
        from_files = releases.newest_release(session, pack.program, origin=Origin.FILES)
        changed = from_files is None or from_files.hash != pack.hash
        return LoadResult(kept=newest) if changed else nothing
    number = newest.number + 1 if newest else 1
    release = ContentRelease(
        program=pack.program, number=number, hash=pack.hash, origin=origin, loaded_at=now, by=by
    )
    return _release(session, pack, newest, release)


def _release(
    session: Session, pack: Pack, newest: ContentRelease | None, release: ContentRelease
) -> LoadResult:
    """Make what a pack says a release that is new, after the newest one."""
    before = releases.release_versions(session, newest) if newest else {}
    session.add(release)
    _add_figures(session, pack)
    session.flush()
    known = releases.known_versions(session, pack.program)
    result = _difference(pack, before, known, release)
    _add_documents(session, pack, release, known)
    facts, by, now = _facts(result, release), release.by, release.loaded_at
    audit.record(session, "content.load", "pack", pack.program, by=by, now=now, facts=facts)
    return result


def _add_documents(
    session: Session, pack: Pack, release: ContentRelease, known: Mapping[VersionName, UUID]
) -> None:
    """What the release holds; a version that was never loaded before is a new row."""
    for document in pack.documents:
        version_id = known.get(VersionName(*document.name, document.hash))
        if version_id is None:
            version = _version(pack.program, document, release.loaded_at)
            session.add(version)
            session.flush()
            version_id = version.id
        session.add(
            ContentReleaseItem(release_id=release.id, version_id=version_id, path=document.path)
        )
    session.flush()


def _facts(result: LoadResult, release: ContentRelease) -> dict[str, Any]:
    return {
        "release": release.number,
        "origin": release.origin.value,
        "new": [" ".join(name) for name in result.new],
        "restored": [" ".join(name) for name in result.restored],
        "removed": [" ".join(name) for name in result.removed],
        "unchanged": len(result.unchanged),
    }


def _difference(
    pack: Pack,
    before: Mapping[Name, ContentVersion],
    known: Collection[VersionName],
    release: ContentRelease,
) -> LoadResult:
    hashes = {name: version.hash for name, version in before.items()}
    changed = [own for own in pack.documents if hashes.get(own.name) != own.hash]
    restored = [own for own in changed if VersionName(*own.name, own.hash) in known]
    here = {document.name for document in pack.documents}
    return LoadResult(
        new=tuple(document.name for document in changed if document not in restored),
        restored=tuple(document.name for document in restored),
        removed=tuple(name for name in hashes if name not in here),
        unchanged=tuple(document.name for document in pack.documents if document not in changed),
        release=release,
    )


def _add_figures(session: Session, pack: Pack) -> None:
    known = queries.known_figures(session, [figure.hash for figure in pack.figures])
    for figure in {figure.hash: figure for figure in pack.figures}.values():
        if figure.hash not in known:
            session.add(
                Figure(
                    hash=figure.hash,
                    media_type=figure.media_type,
                    content=figure.content,
                    width=figure.width,
                    height=figure.height,
                )
            )


def _version(program: str, document: Document, loaded_at: datetime) -> ContentVersion:
    return ContentVersion(
        program=program,
        kind=document.kind,
        key=document.key,
        hash=document.hash,
        title=document.title,
        data=document.data,
        source=document.source,
        html=document.html,
        figures=document.figures,
        loaded_at=loaded_at,
    )
