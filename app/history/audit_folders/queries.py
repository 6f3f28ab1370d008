"""Reads of audit folders that were ordered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import records
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.people.models import Person


@dataclass(frozen=True)
class OrderedFolder:
    """A folder in a list, and whether its ZIP is here."""

    audit_folder: AuditFolder
    person: Person
    """Who ordered it."""
    is_here: bool


def folders_of(session: Session, cohort_id: UUID) -> list[OrderedFolder]:
    """The folders of a cohort, the newest first, without the files themselves: one statement."""
    here = exists().where(col(AuditFolderFile.folder_id) == col(AuditFolder.id))
    found = (
        select(AuditFolder, Person, here.label("is_here"))
        .join(Person, col(Person.id) == col(AuditFolder.ordered_by))
        .where(col(AuditFolder.cohort_id) == cohort_id)
        .order_by(col(AuditFolder.number).desc())
    )
    return records(session.execute(found), OrderedFolder)


def folder_of(session: Session, cohort_id: UUID, folder_id: UUID) -> AuditFolder | None:
    """One folder of a cohort."""
    own = col(AuditFolder.id) == folder_id, col(AuditFolder.cohort_id) == cohort_id
    return session.scalar(select(AuditFolder).where(*own))


def content_of(session: Session, folder_id: UUID) -> bytes | None:
    """The ZIP of a folder; None: it is not made yet, or no longer kept."""
    own = col(AuditFolderFile.folder_id) == folder_id
    return session.scalar(select(col(AuditFolderFile.content)).where(own))


def number_used(session: Session, cohort_id: UUID) -> int:
    """The highest number of a folder of a cohort; 0 where there is none."""
    own = col(AuditFolder.cohort_id) == cohort_id
    return session.scalar(select(func.max(col(AuditFolder.number))).where(own)) or 0


def waiting(
    session: Session, cohort_id: UUID, why: str, *, by: UUID, since: datetime
) -> AuditFolder | None:
    """What somebody ordered for a reason since then, and is not made yet."""
    own = select(AuditFolder).where(
        col(AuditFolder.cohort_id) == cohort_id,
        col(AuditFolder.ordered_by) == by,
        col(AuditFolder.why) == why,
        col(AuditFolder.ordered_at) > since,
        col(AuditFolder.made_at).is_(None),
    )
    return session.scalars(own.order_by(col(AuditFolder.number).desc()).limit(1)).first()


def folders_before(until: datetime) -> Select[UUID]:
    """The folders that were ordered until then."""
    return select(col(AuditFolder.id)).where(col(AuditFolder.ordered_at) <= until)


def has_old_file(session: Session, until: datetime) -> bool:
    """Whether a ZIP is here that was ordered until then."""
    old = exists().where(col(AuditFolderFile.folder_id).in_(folders_before(until)))
    return bool(session.scalar(select(old)))
