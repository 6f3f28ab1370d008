"""Sending a pack, throwing it away, and importing it: all of it in one transaction, or nothing."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.actions import sync_program
from app.cohorts.imports import queries
from app.cohorts.imports.rules import KEPT_AT_MOST, KEPT_FOR, NOTHING
from app.content.actions import LoadResult, load_pack
from app.content.enums import Origin
from app.content.models import ContentUpload
from app.content.releases.queries import current_versions, newest_release
from app.core import audit
from app.core.errors import ConflictError, RefusedError
from app.language.reasons import reason
from app.packs.pack import Pack

CHANGED_MEANWHILE = reason(
    "import.changed_meanwhile",
    "The program’s content was changed while your page was open. "
    "Nothing was imported: look at what would change now, and import it if it is right.",
)
HAS_ERRORS = reason("import.has_errors", "The pack has errors, so nothing of it was imported.")


def throw_away_old(session: Session, now: datetime) -> int:
    """Delete the zips that nobody decided about in time, a line each; return how many."""
    old = col(ContentUpload.sent_at) < now - KEPT_FOR
    reason = "Nobody decided about it in time."  # not shown
    return _throw_away(session, old, by=None, now=now, reason=reason)


def receive(
    session: Session,
    packed: bytes,
    *,
    program: str,
    file_name: str,
    by: UUID,
    now: datetime,
    restores: int | None = None,
) -> ContentUpload:
    """Keep a zip until its sender decides; of one's own at most `KEPT_AT_MOST`."""
    if oldest := [old.id for old in queries.uploads_of(session, by)[KEPT_AT_MOST - 1 :]]:
        too_many = col(ContentUpload.id).in_(oldest)
        reason = "A newer one of the same person took its place."  # not shown
        _throw_away(session, too_many, by=by, now=now, reason=reason)
    upload = ContentUpload(
        program=program,
        file_name=file_name[:200],
        content=packed,
        restores=restores,
        by=by,
        sent_at=now,
    )
    session.add(upload)
    facts = {"program": program, "bytes": len(packed)}
    audit.record(session, "content.sent", "upload", upload.id, by=by, now=now, facts=facts)
    return upload


def discard(session: Session, upload: ContentUpload, *, by: UUID, now: datetime) -> None:
    """Throw a waiting zip away."""
    facts = {"program": upload.program}
    session.delete(upload)
    audit.record(session, "content.discarded", "upload", upload.id, by=by, now=now, facts=facts)


def _throw_away(
    session: Session,
    which: ColumnElement[bool],
    *,
    by: UUID | None,
    now: datetime,
    reason: str,
) -> int:
    thrown_away = session.execute(
        delete(ContentUpload)
        .where(which)
        .returning(col(ContentUpload.id), col(ContentUpload.program))
    ).all()
    for id_, program in thrown_away:
        facts, act = {"program": program}, "content.discarded"
        audit.record(session, act, "upload", id_, by=by, now=now, facts=facts, reason=reason)
    return len(thrown_away)


def import_upload(
    session: Session,
    upload: ContentUpload,
    pack: Pack | None,
    *,
    after: int,
    by: UUID,
    now: datetime,
) -> LoadResult:
    """Make what waits the newest release of its program; the zip goes.

    `pack`: what was read of it just now; None if it has errors. `after`: number of the release
    that the check page compared with; 0 for none.

    Raises:
        RefusedError: The pack has errors by now, or would change nothing.
        ConflictError: Another release came meanwhile.
    """
    newest = newest_release(session, upload.program)
    if (newest.number if newest else 0) != after:
        raise ConflictError(CHANGED_MEANWHILE)
    if pack is None:
        raise RefusedError(HAS_ERRORS)
    result = load_pack(session, pack, now=now, origin=Origin.IMPORT, by=by)
    if result.release is None:
        raise RefusedError(NOTHING)
    if result.release.number != after + 1:
        raise ConflictError(CHANGED_MEANWHILE)
    versions = current_versions(session, pack.program)
    sync_program(session, pack.program, versions, origin=Origin.IMPORT, by=by, now=now)
    session.delete(upload)
    session.flush()
    return result
