"""Reads of files of answers that were asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.people.models import Person


@dataclass(frozen=True)
class OrderedFile:
    """A file in a list."""

    id: UUID
    kind: FileKind
    job_id: UUID
    ordered_at: datetime
    made_at: datetime | None
    why: str
    by: Person


def files_of(session: Session, project_id: UUID, *, since: datetime) -> list[OrderedFile]:
    """What was asked for since then and is here, the newest first; without the files themselves."""
    found = (
        select(
            *(col(SharedFile.id), col(SharedFile.kind), col(SharedFile.job_id)),
            *(col(SharedFile.ordered_at), col(SharedFile.made_at), col(SharedFile.why)),
            Person,
        )
        .join(Person, col(Person.id) == col(SharedFile.ordered_by))
        .where(col(SharedFile.project_id) == project_id, col(SharedFile.ordered_at) > since)
        .order_by(col(SharedFile.ordered_at).desc(), col(SharedFile.id))
    )
    return [OrderedFile(*row) for row in session.execute(found)]


def file_of(
    session: Session, project_id: UUID, file_id: UUID, *, since: datetime
) -> SharedFile | None:
    """One of a project, if it was asked for since then."""
    return session.scalar(
        select(SharedFile).where(
            col(SharedFile.id) == file_id,
            col(SharedFile.project_id) == project_id,
            col(SharedFile.ordered_at) > since,
        )
    )


def has_old(session: Session, before: datetime) -> bool:
    """Whether any was asked for until then."""
    return bool(session.scalar(select(exists().where(col(SharedFile.ordered_at) <= before))))
