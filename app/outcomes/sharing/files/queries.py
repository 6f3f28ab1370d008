"""Reads of files of answers that were asked for."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.language.reasons import Reason
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.rules import CHANGED_SINCE
from app.people.models import Person
from app.studies.models import Consent, ConsentWithdrawal


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


def why_not_fetch(session: Session, made: SharedFile) -> Reason | None:
    """Why a file that was made goes to nobody any more."""
    assert made.made_at is not None
    return CHANGED_SINCE if _has_changed(session, made.project_id, made.made_at) else None


def _has_changed(session: Session, project_id: UUID, moment: datetime) -> bool:
    """Whether anybody of a project changed what they allow, or withdrew, from then on.

    Who answered for the first time changed nothing: nothing of theirs was in a file before.
    """
    of_project = col(Consent.project_id) == project_id
    said_at = func.coalesce(col(Consent.given_at), col(Consent.declined_at))
    again = exists().where(of_project, col(Consent.edition) > 1, said_at >= moment)
    gone = exists().where(
        col(ConsentWithdrawal.consent_id) == col(Consent.id),
        *(of_project, col(ConsentWithdrawal.withdrawn_at) >= moment),
    )
    return bool(session.scalar(select(or_(again, gone))))


def has_old(session: Session, before: datetime) -> bool:
    """Whether any was asked for until then."""
    return bool(session.scalar(select(exists().where(col(SharedFile.ordered_at) <= before))))
