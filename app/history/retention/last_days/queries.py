"""Reads when anything of credit happened last in a cohort, or still could have."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Select,
    SQLColumnExpression,
    case,
    exists,
    func,
    select,
    union,
    union_all,
)
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.certificates.models import Certificate, CertificateEvent
from app.certificates.pars.models import ReportingFile
from app.certificates.queries import PLACES
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.credit.models import (
    Activity,
    Claim,
    ClaimExtension,
    ClaimExtensionWithdrawal,
    ClaimWithdrawal,
)
from app.credit.queries import NEWEST_ACTIVITY
from app.history.retention.leading.queries import leads
from app.learning.models import Attestation, AttestationWithdrawal

_CHANGES: Sequence[tuple[Any, Any, SQLColumnExpression[UUID], SQLColumnExpression[datetime]]] = (
    (
        Attestation,
        AttestationWithdrawal,
        col(AttestationWithdrawal.attestation_id),
        col(AttestationWithdrawal.withdrawn_at),
    ),
    (
        Attendance,
        AttendanceChange,
        col(AttendanceChange.attendance_id),
        col(AttendanceChange.at),
    ),
    (
        MakeUp,
        MakeUpWithdrawal,
        col(MakeUpWithdrawal.make_up_id),
        col(MakeUpWithdrawal.withdrawn_at),
    ),
    (Claim, ClaimWithdrawal, col(ClaimWithdrawal.claim_id), col(ClaimWithdrawal.withdrawn_at)),
)
"""What is changed, by what, which column names it, and when that was."""


class Last(NamedTuple):
    """When anything of credit happened last, or still could have."""

    at: datetime
    """There or where transfers led from there: what was done there counts in these, too."""
    here_at: datetime
    """In the cohort itself."""


def last_moments(session: Session, cohort_ids: Collection[UUID]) -> Mapping[UUID, Last]:
    """The last moment of each cohort, which can be a deadline to come: one statement."""
    counted = _counted(cohort_ids).cte("counted")
    own = col(Cohort.id).in_(select(counted.c.cohort_id))
    each = union_all(*(found.where(own) for found in _moments())).subquery()
    here = case((counted.c.origin == counted.c.cohort_id, each.c.at))
    rows = session.execute(
        select(counted.c.origin, func.max(each.c.at).label("at"), func.max(here).label("here_at"))
        .join(each, each.c.cohort_id == counted.c.cohort_id)
        .group_by(counted.c.origin)
    )
    return {row.origin: Last(row.at, row.here_at) for row in rows}


def _counted(cohort_ids: Collection[UUID]) -> CompoundSelect[Any]:
    """Each of some cohorts as `origin`, with those whose moments are its own, too."""
    led = leads().subquery()
    return union(
        select(col(Cohort.id).label("origin"), col(Cohort.id).label("cohort_id")).where(
            col(Cohort.id).in_(cohort_ids)
        ),
        select(led.c.origin, led.c.cohort_id).where(led.c.origin.in_(cohort_ids)),
    )


def _moments() -> Iterator[Select[*tuple[Any, ...]]]:
    """Of every cohort, each moment of its own kind."""
    yield _moment(col(Cohort.closes_at))
    yield (
        _moment(col(Activity.claims_close_at))
        .join(Activity, col(Activity.cohort_id) == col(Cohort.id))
        .where(NEWEST_ACTIVITY)
    )
    yield (
        _moment(col(CaseSession.starts_at))
        .join(Unit, col(Unit.cohort_id) == col(Cohort.id))
        .join(CaseSession, col(CaseSession.unit_id) == col(Unit.id))
        .where(col(CaseSession.canceled_at).is_(None))
    )
    told = func.coalesce(col(ReportingFile.marked_at), col(ReportingFile.made_at))
    yield _moment(told).join(ReportingFile, col(ReportingFile.cohort_id) == col(Cohort.id))
    yield from _of_places()
    yield from _of_certificates()
    yield from _of_changes()


def _of_places() -> Iterator[Select[*tuple[Any, ...]]]:
    """What somebody stated or was given, and until when one of them can claim."""
    for kind, at in (
        (Attestation, col(Attestation.signed_at)),
        (MakeUp, col(MakeUp.made_at)),
        (Claim, col(Claim.claimed_at)),
    ):
        yield _by_place(kind, at)
    ended = exists().where(col(ClaimExtensionWithdrawal.extension_id) == col(ClaimExtension.id))
    yield _by_place(ClaimExtension, col(ClaimExtension.until)).where(~ended)


def _of_certificates() -> Iterator[Select[*tuple[Any, ...]]]:
    """When one was issued to a learner or to who led sessions, and when it was ended."""
    for of, key in PLACES:
        issued, ended = (
            _moment(at)
            .join(of, col(of.cohort_id) == col(Cohort.id))
            .join(Certificate, key == col(of.id))
            for at in (col(Certificate.issued_at), col(CertificateEvent.at))
        )
        event = col(CertificateEvent.certificate_id) == col(Certificate.id)
        yield issued
        yield ended.join(CertificateEvent, event)


def _of_changes() -> Iterator[Select[*tuple[Any, ...]]]:
    """What corrected such a record, or took it back."""
    for kind, change, above, at in _CHANGES:
        yield _by_place(kind, at).join(change, above == col(kind.id))


def _by_place(kind: Any, at: SQLColumnExpression[datetime]) -> Select[*tuple[Any, ...]]:
    return (
        _moment(at)
        .join(Enrollment, col(Enrollment.cohort_id) == col(Cohort.id))
        .join(kind, col(kind.enrollment_id) == col(Enrollment.id))
    )


def _moment(at: SQLColumnExpression[datetime]) -> Select[*tuple[Any, ...]]:
    return select(col(Cohort.id).label("cohort_id"), at.label("at")).select_from(Cohort)
