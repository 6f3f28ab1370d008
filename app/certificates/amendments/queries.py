"""Which certificates wait for somebody to look at them again, and what was changed under each."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.certificates.enums import FlagKind
from app.certificates.models import Certificate, CertificateFlag, CertificateReview
from app.certificates.queries import is_live
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.core.db import plain_rows, records
from app.people.models import Person


@dataclass(frozen=True)
class FlaggedCertificate:
    """A certificate that holds, and under which something was changed that nobody looked at."""

    cohort_id: UUID
    number: str
    person_id: UUID
    given_name: str
    family_name: str
    since: datetime
    """When the first of these changes was made."""
    changes: int


@dataclass(frozen=True)
class FlagEntry:
    """One change under a certificate, with who looked at it."""

    id: UUID
    kind: FlagKind
    cohort: str
    """The slug of the cohort whose session it was."""
    label: str
    """What the program calls its units."""
    position: int
    from_status: AttendanceStatus
    to_status: AttendanceStatus
    from_minutes: int | None
    to_minutes: int | None
    reason: str
    at: datetime
    by: Person
    reviewed_at: datetime | None
    reviewed_by: Person | None
    word: str | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked at it yet."""
        return self.reviewed_at is None


def is_unreviewed() -> ColumnElement[bool]:
    """That nobody has looked at a change yet."""
    return ~exists().where(col(CertificateReview.flag_id) == col(CertificateFlag.id))


_OPEN: Select[*tuple[Any, ...]] = (
    select(
        col(Enrollment.cohort_id),
        col(Certificate.number),
        col(Person.id).label("person_id"),
        col(Person.given_name),
        col(Person.family_name),
        col(CertificateFlag.at),
    )
    .select_from(CertificateFlag)
    .join(Certificate, col(Certificate.id) == col(CertificateFlag.certificate_id))
    .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
    .join(Person, col(Person.id) == col(Enrollment.person_id))
    .where(
        col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True)),
        is_unreviewed(),
        is_live(),
    )
    .order_by(col(CertificateFlag.at), col(Person.search_name), col(Certificate.number))
)


def flagged_certificates(
    session: Session, cohort_ids: Collection[UUID]
) -> dict[UUID, list[FlaggedCertificate]]:
    """Those of some cohorts that wait for a review, by cohort, the oldest first: one statement.

    A certificate waits in the cohort that it was issued for. Nothing of a cohort without any.
    """
    rows = plain_rows(session, _OPEN, {"cohort_ids": list(cohort_ids)}).all()
    by_number: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_number[row.number].append(row)
    found: defaultdict[UUID, list[FlaggedCertificate]] = defaultdict(list)
    for number, changes in by_number.items():
        first = changes[0]
        found[first.cohort_id].append(
            FlaggedCertificate(
                first.cohort_id,
                number,
                first.person_id,
                first.given_name,
                first.family_name,
                first.at,
                len(changes),
            )
        )
    return dict(found)


_BY, _REVIEWER = aliased(Person, name="changer"), aliased(Person, name="reviewer")
_ENTRIES: Select[*tuple[Any, ...]] = (
    select(
        col(CertificateFlag.id),
        col(CertificateFlag.kind),
        col(Cohort.slug).label("cohort"),
        col(Cohort.unit_label).label("label"),
        col(Unit.position),
        col(CertificateFlag.from_status),
        col(CertificateFlag.to_status),
        col(CertificateFlag.from_minutes),
        col(CertificateFlag.to_minutes),
        col(CertificateFlag.reason),
        col(CertificateFlag.at),
        _BY,
        col(CertificateReview.at).label("reviewed_at"),
        _REVIEWER,
        col(CertificateReview.word),
    )
    .select_from(CertificateFlag)
    .join(CaseSession, col(CaseSession.id) == col(CertificateFlag.case_session_id))
    .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
    .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
    .join(_BY, col(_BY.id) == col(CertificateFlag.by))
    .outerjoin(CertificateReview, col(CertificateReview.flag_id) == col(CertificateFlag.id))
    .outerjoin(_REVIEWER, col(_REVIEWER.id) == col(CertificateReview.by))
    .where(col(CertificateFlag.certificate_id) == bindparam("certificate_id"))
    .order_by(col(CertificateFlag.at), col(Unit.position))
)


def changes_under(session: Session, certificate_id: UUID) -> Sequence[FlagEntry]:
    """What was changed under a certificate since its issue, in order: one statement."""
    rows = session.execute(_ENTRIES, {"certificate_id": certificate_id})
    return [FlagEntry(*row) for row in rows]


def open_flags(session: Session, certificate_id: UUID) -> list[UUID]:
    """The changes under a certificate at which nobody has looked. To act, lock its place."""
    found = select(col(CertificateFlag.id)).where(
        col(CertificateFlag.certificate_id) == certificate_id, is_unreviewed()
    )
    return list(session.scalars(found))


@dataclass(frozen=True)
class NumberedCertificate:
    """A certificate by its number."""

    id: UUID
    number: str


def by_numbers(session: Session, numbers: Collection[str]) -> dict[str, UUID]:
    """The ids of some certificates, by number: one statement."""
    found = select(col(Certificate.id), col(Certificate.number)).where(
        col(Certificate.number).in_(numbers)
    )
    return {row.number: row.id for row in records(session.execute(found), NumberedCertificate)}
