"""Reads of who can be reported to PARS, who allows it, and of the files that were made."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.pars.enums import FileMark, RecordAction
from app.certificates.pars.models import (
    ReportingActivity,
    ReportingFile,
    ReportingPermission,
    ReportingRow,
)
from app.certificates.pars.rules import Candidate, WrittenRow
from app.certificates.queries import CertificateInCohort, certificates_of_cohort
from app.certificates.rules import CertificateState
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.certificates.verification.doubts import with_doubts_in_cohort
from app.cohorts.models import Enrollment
from app.core.db import records
from app.people.models import Person


@dataclass(frozen=True)
class MadeFile:
    """A file that was made, who made it, and how many rows it has."""

    reporting_file: ReportingFile
    person: Person
    adds: int
    deletes: int


def permission_of(session: Session, enrollment_id: UUID) -> ReportingPermission | None:
    """What a learner allows, or took back; None: they never did."""
    return session.get(ReportingPermission, enrollment_id)


def cohort_of(session: Session, enrollment_id: UUID) -> UUID:
    """The cohort of an enrollment."""
    return session.get_one(Enrollment, enrollment_id).cohort_id


def withdrawn(session: Session, enrollment_ids: Collection[UUID]) -> list[UUID]:
    """Who of some people has taken the permission back."""
    own = select(col(ReportingPermission.enrollment_id)).where(
        col(ReportingPermission.enrollment_id).in_(enrollment_ids),
        col(ReportingPermission.withdrawn_at).is_not(None),
    )
    return list(session.scalars(own))


def waiting(session: Session, cohort_id: UUID) -> list[UUID]:
    """Who is in a file of which nobody has said what became of it."""
    own = (
        select(col(ReportingRow.enrollment_id))
        .join(ReportingFile, col(ReportingFile.id) == col(ReportingRow.file_id))
        .where(
            col(ReportingFile.cohort_id) == cohort_id,
            col(ReportingFile.mark) == FileMark.WAITING,
        )
    )
    return list(session.scalars(own))


def activity_id(session: Session, cohort_id: UUID) -> str | None:
    """The number of a cohort's activity with the accreditor."""
    own = select(col(ReportingActivity.accme_id)).where(
        col(ReportingActivity.cohort_id) == cohort_id
    )
    return session.scalar(own)


def candidates(session: Session, cohort_id: UUID) -> list[Candidate]:
    """Everybody with a certificate of physicians' credit, also one that holds no longer, by name.

    Three statements, and one more where a key of ours leaves room for doubt.
    """
    given = _permissions(session, cohort_id)
    found: dict[UUID, Candidate] = {}
    for own in with_doubts_in_cohort(session, certificates_of_cohort(session, cohort_id)):
        place = own.certificate.place_id
        said = from_json(own.certificate.snapshot)
        if not said.awards_physicians_credit:
            continue
        if own.state is CertificateState.VALID or place not in found:
            found[place] = _candidate(own, said, given.get(place))
    return list(found.values())


def _candidate(
    own: CertificateInCohort,
    said: CertificateSnapshot,
    permission: ReportingPermission | None,
) -> Candidate:
    return Candidate(
        enrollment_id=own.certificate.place_id,
        person_id=own.person.id,
        name=own.person.sort_name,
        given_name=own.person.given_name,
        family_name=own.person.family_name,
        completed_on=said.completed_on if own.holds else None,
        quarters=said.claimed_quarters or 0,
        permission=permission,
        revoked=own.state is CertificateState.REVOKED,
        doubt=own.doubt if own.is_doubtful else None,
    )


def _permissions(session: Session, cohort_id: UUID) -> dict[UUID, ReportingPermission]:
    found = (
        select(ReportingPermission)
        .join(Enrollment, col(Enrollment.id) == col(ReportingPermission.enrollment_id))
        .where(col(Enrollment.cohort_id) == cohort_id)
    )
    return {own.enrollment_id: own for own in session.scalars(found)}


def written(session: Session, cohort_id: UUID) -> list[WrittenRow]:
    """The rows of all files that were not refused, in order: one statement."""
    found = (
        select(col(ReportingRow.enrollment_id), col(ReportingRow.action), col(ReportingRow.cells))
        .join(ReportingFile, col(ReportingFile.id) == col(ReportingRow.file_id))
        .where(
            col(ReportingFile.cohort_id) == cohort_id,
            col(ReportingFile.mark) != FileMark.REFUSED,
        )
        .order_by(col(ReportingFile.number), col(ReportingRow.position))
    )
    return records(session.execute(found), WrittenRow)


def added_in(session: Session, cohort_id: UUID) -> dict[UUID, ReportingFile]:
    """The last file that was not refused and added somebody, by enrollment: one statement."""
    rows = session.execute(
        select(col(ReportingRow.enrollment_id), ReportingFile)
        .join(ReportingFile, col(ReportingFile.id) == col(ReportingRow.file_id))
        .where(
            col(ReportingFile.cohort_id) == cohort_id,
            col(ReportingFile.mark) != FileMark.REFUSED,
            col(ReportingRow.action) == RecordAction.ADD,
        )
        .order_by(col(ReportingFile.number))
    )
    return {row.enrollment_id: row.ReportingFile for row in rows}


def files_of(session: Session, cohort_id: UUID) -> list[MadeFile]:
    """The files of a cohort, the newest first: one statement."""
    action = col(ReportingRow.action)
    found = (
        select(
            ReportingFile,
            Person,
            func.count().filter(action == RecordAction.ADD).label("adds"),
            func.count().filter(action == RecordAction.DELETE).label("deletes"),
        )
        .join(ReportingRow, col(ReportingRow.file_id) == col(ReportingFile.id))
        .join(Person, col(Person.id) == col(ReportingFile.made_by))
        .where(col(ReportingFile.cohort_id) == cohort_id)
        .group_by(col(ReportingFile.id), col(Person.id))
        .order_by(col(ReportingFile.number).desc())
    )
    return records(session.execute(found), MadeFile)


def file_of(session: Session, cohort_id: UUID, file_id: UUID) -> ReportingFile | None:
    """One file of a cohort."""
    own = col(ReportingFile.id) == file_id, col(ReportingFile.cohort_id) == cohort_id
    return session.scalar(select(ReportingFile).where(*own))


def newest_file(session: Session, cohort_id: UUID) -> ReportingFile | None:
    """The file that was made last."""
    own = select(ReportingFile).where(col(ReportingFile.cohort_id) == cohort_id)
    newest = own.order_by(col(ReportingFile.number).desc()).limit(1)
    return session.scalars(newest.execution_options(populate_existing=True)).first()


def rows_of(session: Session, file_id: UUID) -> list[WrittenRow]:
    """The rows of one file, in order."""
    found = select(
        col(ReportingRow.enrollment_id), col(ReportingRow.action), col(ReportingRow.cells)
    ).where(col(ReportingRow.file_id) == file_id)
    return records(session.execute(found.order_by(col(ReportingRow.position))), WrittenRow)


def is_taken_back(session: Session, file_id: UUID) -> bool:
    """Whether somebody whom a file adds has taken the permission back."""
    withdrawn = (
        exists()
        .where(col(ReportingRow.file_id) == file_id, col(ReportingRow.action) == RecordAction.ADD)
        .where(col(ReportingPermission.enrollment_id) == col(ReportingRow.enrollment_id))
        .where(col(ReportingPermission.withdrawn_at).is_not(None))
    )
    return bool(session.scalar(select(withdrawn)))


def stored_rows(
    session: Session, cohort_id: UUID, enrollment_ids: Collection[UUID]
) -> Sequence[ReportingRow]:
    """Every row about some people in the files of a cohort."""
    found = (
        select(ReportingRow)
        .join(ReportingFile, col(ReportingFile.id) == col(ReportingRow.file_id))
        .where(
            col(ReportingFile.cohort_id) == cohort_id,
            col(ReportingRow.enrollment_id).in_(enrollment_ids),
        )
    )
    return session.scalars(found).all()
