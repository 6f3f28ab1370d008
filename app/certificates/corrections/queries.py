"""Reads of certificates beside what the records say now: of one, or of all in a cohort."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.amendments.queries import is_unreviewed, open_flags
from app.certificates.corrections.comparing import Compared, Filed, compare
from app.certificates.issuing.draft import PrintSetup
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.issuing.queries import certificate_inputs, histories
from app.certificates.models import Certificate, CertificateFlag
from app.certificates.names.queries import names_in_cohort
from app.certificates.queries import (
    CertificateInCohort,
    CertificateWithStatus,
    certificates_in,
    owner_of,
)
from app.certificates.rules import CertificateState
from app.certificates.snapshot import from_json
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import roster
from app.cohorts.models import Enrollment
from app.credit import queries as credit
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.status.rules import CreditStatus
from app.people.models import EmailAddress


def compared(
    session: Session, issued: CertificateWithStatus, print_setup: PrintSetup, now: datetime
) -> Compared:
    """One certificate beside what would be printed now. To act on it, lock its cohort or place."""
    certificate, state = issued.certificate, issued.status.state
    holds = state is CertificateState.VALID
    filed = Filed(
        certificate.id,
        certificate.enrollment_id,
        owner_of(session, certificate),
        certificate.kind,
        state,
        from_json(certificate.snapshot),
        certificate.issued_at,
        len(open_flags(session, certificate.id)) if holds else 0,
        _earlier_names(session, certificate),
    )
    if state is CertificateState.REPLACED:
        return Compared(filed)
    inputs = certificate_inputs(session, certificate.enrollment_id, now)
    return compare(filed, inputs, print_setup, now)


def _earlier_names(session: Session, certificate: Certificate) -> frozenset[str]:
    """The names that the ones before a certificate still tell to anybody: one statement."""
    return frozenset(
        from_json(own.certificate.snapshot).person_name
        for own in certificates_in(session, [certificate.enrollment_id])
        if own.certificate.kind.excludes(certificate.kind)
        and _is_before(own.certificate, certificate)
        and not own.status.hides_name
    )


def _is_before(own: Certificate, other: Certificate) -> bool:
    if own.kind is other.kind:
        return own.edition < other.edition
    return own.issued_at < other.issued_at


def compared_beside(
    session: Session, found: Compared, print_setup: PrintSetup, now: datetime
) -> Compared | None:
    """The other certificate of the same place that holds and would be another, too, if there is.

    There is one at most: of credit or participation, beside the attestation of completion.
    """
    own = found.filed
    others = [
        issued
        for issued in certificates_in(session, [own.enrollment_id])
        if issued.certificate.id != own.certificate_id
        and issued.status.state is CertificateState.VALID
    ]
    if not others:
        return None
    other = compared(session, others[0], print_setup, now)
    fits = other.astray and other.why_not is None and not other.filed.flags
    return other if fits else None


def compared_in_cohort(
    session: Session,
    here: CohortContext,
    issued: list[CertificateInCohort],
    print_setup: PrintSetup,
    now: datetime,
) -> list[Compared]:
    """Those of a cohort that are live, in the order given: eleven statements for any number."""
    live = [own for own in issued if own.state is CertificateState.VALID]
    if not live:
        return []
    inputs, flags = _inputs_in(session, here, now), _flags_in(session, here.cohort.id)
    return [
        compare(
            Filed(
                own.certificate.id,
                own.certificate.enrollment_id,
                own.person.id,
                own.certificate.kind,
                own.state,
                from_json(own.certificate.snapshot),
                own.certificate.issued_at,
                flags.get(own.certificate.id, 0),
            ),
            inputs.get(own.certificate.enrollment_id),
            print_setup,
            now,
        )
        for own in live
    ]


def _inputs_in(
    session: Session, here: CohortContext, now: datetime
) -> dict[UUID, CertificateInputs]:
    """What certificates of everybody in a cohort are made from."""
    standings = credit.standings(session, here.cohort.id, here.policy, now)
    activities = credit.versions_of(session, here.cohort.id)
    given, names = histories(session, here.cohort.id), names_in_cohort(session, here.cohort.id)
    return {
        enrolled.enrollment.id: CertificateInputs(
            here,
            enrolled.person,
            None,
            standings[enrolled.enrollment.id],
            _activity_of(standings[enrolled.enrollment.id], activities),
            given.get(enrolled.enrollment.id, ()),
            names.get(enrolled.enrollment.id),
        )
        for enrolled in roster(session, here.cohort.id)
        if enrolled.enrollment.id in standings
    }


def _activity_of(
    standing: CreditStatus, versions: Mapping[UUID, ApprovedActivity]
) -> ApprovedActivity | None:
    """The version the claim was made under; without a claim, the newest."""
    if standing.claim is not None:
        return versions[standing.claim.activity_id]
    return standing.approved


def _flags_in(session: Session, cohort_id: UUID) -> dict[UUID, int]:
    """How many changes wait for review under each certificate of a cohort."""
    rows = session.execute(
        select(col(CertificateFlag.certificate_id), func.count().label("waiting"))
        .join(Certificate, col(Certificate.id) == col(CertificateFlag.certificate_id))
        .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .where(col(Enrollment.cohort_id) == cohort_id, is_unreviewed())
        .group_by(col(CertificateFlag.certificate_id))
    )
    return {row.certificate_id: row.waiting for row in rows}


def has_address(session: Session, person_id: UUID) -> bool:
    """Whether there is somewhere to mail to."""
    primary = exists().where(col(EmailAddress.person_id) == person_id, col(EmailAddress.is_primary))
    return bool(session.scalar(select(primary)))
