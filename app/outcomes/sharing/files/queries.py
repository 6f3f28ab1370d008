"""Reads of files of answers that were asked for."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, union_all
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import require
from app.language.reasons import Reason
from app.outcomes.redcap.package import package_of
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.rules import CHANGED_SINCE, why_not_take
from app.outcomes.sharing.queries import held
from app.outcomes.sharing.redcap import plan_of
from app.people.models import Person
from app.studies.models import Consent, ConsentWithdrawal
from app.studies.queries import ProjectInProgram


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
    return None if made.allowed == allowed_in(session, made.project_id) else CHANGED_SINCE


def allowed_in(session: Session, project_id: UUID) -> str:
    """Another one whenever somebody of a project changed what they allow, or withdrew.

    No moments are compared: a withdrawal that waited for its turn while a file was read has an
    earlier one than the file, and is not in it. Who answered for the first time changed nothing:
    nothing of theirs was in a file before.
    """
    of_project = col(Consent.project_id) == project_id
    again = select(col(Consent.id)).where(of_project, col(Consent.edition) > 1)
    is_its = col(ConsentWithdrawal.consent_id) == col(Consent.id)
    gone = select(col(ConsentWithdrawal.consent_id)).join(Consent, is_its).where(of_project)
    said = sorted(map(str, session.scalars(union_all(again, gone))))
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def weigh(
    session: Session, found: ProjectInProgram, kind: FileKind, columns: Collection[str] = ()
) -> None:
    """Whether a file can be asked for now. All of the study is read for it: no writer should wait.

    Raises:
        RefusedError: Too few people allow it, REDCap could not tell the waves apart, or with these
            columns somebody is too easily found.
    """
    read = held(session, found)
    require(why_not_take(read, kind, columns))
    if kind is FileKind.REDCAP:
        package_of(plan_of(read))


def has_old(session: Session, before: datetime) -> bool:
    """Whether any was asked for until then."""
    return bool(session.scalar(select(exists().where(col(SharedFile.ordered_at) <= before))))
