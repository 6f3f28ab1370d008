"""Reads of files of records that were sent."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, defer
from sqlmodel import col

from app.outcomes.sharing.taking.models import RecordsFile


def files_of(session: Session, project_id: UUID) -> Sequence[RecordsFile]:
    """The files that were sent for a project, without their bytes, the newest first."""
    found = select(RecordsFile).where(col(RecordsFile.project_id) == project_id)
    without = defer(RecordsFile.content, raiseload=True)  # type: ignore[arg-type]
    newest = col(RecordsFile.sent_at).desc(), col(RecordsFile.id)
    return session.scalars(found.options(without).order_by(*newest)).all()


def waiting(session: Session, project_id: UUID, sha256: str) -> RecordsFile | None:
    """The same file, where it waits already."""
    return session.scalars(
        select(RecordsFile).where(
            *(col(RecordsFile.project_id) == project_id, col(RecordsFile.sha256) == sha256),
            col(RecordsFile.applied_at).is_(None),
        )
    ).first()


def lock_file(session: Session, file_id: UUID) -> RecordsFile | None:
    """A file as it is now, locked until commit; None if it was thrown away."""
    found = select(RecordsFile).where(col(RecordsFile.id) == file_id)
    held = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalar(held)


def is_old(before: datetime) -> ColumnElement[bool]:
    """That a file was sent before that moment and never taken in."""
    return and_(col(RecordsFile.applied_at).is_(None), col(RecordsFile.sent_at) < before)


def has_old_file(session: Session, before: datetime) -> bool:
    """Whether any file waits since before that moment."""
    return bool(session.scalar(select(exists().where(is_old(before)))))
