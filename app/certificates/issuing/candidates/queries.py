"""Reads of who could get a certificate. One is live until it was revoked or replaced."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates import rules
from app.certificates.issuing.candidates.rules import (
    NOTHING,
    Candidate,
    Given,
    IssuedCertificate,
    RevokedCertificate,
    candidate_of,
)
from app.certificates.issuing.queries import IS_REVOCATION, REVOCATION, orders_under_way
from app.certificates.models import Certificate, CertificateClosure
from app.certificates.names.queries import names_in_cohort
from app.certificates.names.rules import NameToCheck
from app.certificates.orders import Slot
from app.certificates.queries import is_live
from app.certificates.rules import ReasonClass
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.models import Cohort, Enrollment
from app.credit import queries as credit
from app.credit.models import Claim, ClaimWithdrawal
from app.credit.status.rules import CreditStatus
from app.language.moments import local
from app.people.models import Person


def candidates(
    session: Session,
    here: CohortContext,
    now: datetime,
    standings: Mapping[UUID, CreditStatus] | None = None,
    roster: Sequence[EnrolledPerson] | None = None,
) -> list[Candidate]:
    """Everybody in a cohort by family name: what is ready, what is missing, what was issued.

    Nine statements for any number of people; fewer where the caller has read some already.
    """
    if standings is None:
        standings = credit.standings(session, here.cohort.id, here.policy, now)
    in_cohort = col(Enrollment.cohort_id) == here.cohort.id
    issued = _given(session, in_cohort)
    under_way = orders_under_way(session, here.cohort.id)
    names = names_in_cohort(session, here.cohort.id)
    return [
        candidate_of(
            standings[enrolled.enrollment.id],
            rules.full_name(enrolled.person.certificate_name, enrolled.person.degrees),
            issued.get(enrolled.enrollment.id, NOTHING),
            under_way,
            names.get(enrolled.enrollment.id),
        )
        for enrolled in roster or enrollments.roster(session, here.cohort.id)
        if enrolled.enrollment.id in standings  # else they enrolled between two of our statements
    ]


def candidates_among(
    session: Session,
    standings: Mapping[UUID, CreditStatus],
    under_way: Mapping[Slot, UUID],
    names: Mapping[UUID, NameToCheck],
) -> dict[UUID, Candidate]:
    """The same of some people of any cohorts, by enrollment: two statements."""
    among = col(Enrollment.id).in_(standings)
    issued = _given(session, among)
    people = session.execute(
        select(col(Enrollment.id), col(Person.certificate_name), col(Person.degrees))
        .join(Person, col(Person.id) == col(Enrollment.person_id))
        .where(among)
    )
    return {
        row.id: candidate_of(
            standings[row.id],
            rules.full_name(row.certificate_name, row.degrees),
            issued.get(row.id, NOTHING),
            under_way,
            names.get(row.id),
        )
        for row in people.all()
    }


def with_certificate(session: Session, cohort_id: UUID) -> frozenset[UUID]:
    """The enrollments of a cohort that have a live certificate."""
    given = _given(session, col(Enrollment.cohort_id) == cohort_id)
    return frozenset(enrollment_id for enrollment_id, own in given.items() if own.live)


def _given(session: Session, where: ColumnElement[bool]) -> dict[UUID, Given]:
    found: dict[UUID, Given] = {}
    for row in session.execute(_GIVEN.where(where)):
        own = found.setdefault(row.enrollment_id, Given({}, {}))
        if row.revoked_at is None:
            own.live[row.kind] = IssuedCertificate(row.kind, row.number, row.quarters)
        else:
            on = local(row.revoked_at, row.zone).date()
            asked_for = row.revoked_for == ReasonClass.REQUEST
            own.revoked[row.kind] = RevokedCertificate(
                row.kind, row.number, on, asked_for, row.claim_id, bool(row.is_closed)
            )
    return found


def is_closed() -> ColumnElement[bool]:
    """That somebody decided of a certificate that it stays revoked, and the claim is the same."""
    return exists().where(
        col(CertificateClosure.certificate_id) == col(Certificate.id),
        ~exists().where(col(ClaimWithdrawal.claim_id) == col(CertificateClosure.claim_id)),
    )


_GIVEN: Select[*tuple[Any, ...]] = (
    select(
        col(Certificate.enrollment_id),
        col(Certificate.kind),
        col(Certificate.number),
        col(Certificate.claim_id),
        col(Claim.quarters),
        col(REVOCATION.at).label("revoked_at"),
        col(REVOCATION.reason_class).label("revoked_for"),
        col(Cohort.zone),
        is_closed().label("is_closed"),
    )
    .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .outerjoin(Claim, col(Claim.id) == col(Certificate.claim_id))
    .outerjoin(REVOCATION, IS_REVOCATION)
    .where(or_(is_live(), col(REVOCATION.id).is_not(None)))
    .order_by(col(Certificate.kind), col(Certificate.edition))
)
"""What is live, and what was revoked; the newest of a kind comes last."""
