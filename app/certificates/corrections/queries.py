"""Reads of certificates beside what the records say now: of one, or of all in a cohort."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.amendments.queries import is_unreviewed, open_flags
from app.certificates.corrections.comparing import Compared, Filed, compare
from app.certificates.issuing.candidates.queries import is_closed
from app.certificates.issuing.candidates.rules import RevokedCertificate
from app.certificates.issuing.draft import PrintSetup
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.issuing.queries import histories
from app.certificates.issuing.reading import inputs_of, inputs_on_file
from app.certificates.models import Certificate, CertificateFlag
from app.certificates.names.queries import names_in_cohort
from app.certificates.orders import WantedCertificate
from app.certificates.queries import (
    CertificateInCohort,
    CertificateWithStatus,
    OnFile,
    certificates_in,
    owner_of,
)
from app.certificates.rules import CertificateState, ReasonClass
from app.certificates.snapshot import from_json
from app.cohorts.context import CohortContext
from app.cohorts.models import Enrollment
from app.credit import queries as credit
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.status.rules import CreditStatus
from app.language.moments import local
from app.people.models import EmailAddress


def compared(
    session: Session,
    issued: CertificateWithStatus,
    print_setup: PrintSetup,
    now: datetime,
    *,
    in_force: bool = False,
) -> Compared:
    """One certificate beside what would be printed now. To act on it, lock its cohort or place.

    `in_force`: by what the activity says by now, if that is something else.
    """
    certificate = issued.certificate
    holds = issued.status.state is CertificateState.VALID
    flags = len(open_flags(session, certificate.id)) if holds else 0
    beside = certificates_in(session, [certificate.place_id])
    owner = owner_of(session, certificate)
    filed = _filed(session, issued, beside, owner, flags)
    if filed.state is CertificateState.REPLACED:
        return Compared(filed)
    inputs = inputs_of(session, WantedCertificate(certificate.place_id, certificate.kind), now)
    assert inputs is not None  # it was issued, so it is made from something
    return compare(filed, inputs, print_setup, now, in_force=in_force)


def compared_on_file(
    session: Session,
    here: CohortContext,
    filing: OnFile,
    print_setup: PrintSetup,
    now: datetime,
    *,
    flags: int,
    in_force: bool = False,
) -> Compared:
    """The same for a page that has read what is on file: seven statements, one more if revoked.

    `flags`: how many changes of what it rests on wait for somebody to look at them.
    """
    holds = filing.issued.status.state is CertificateState.VALID
    waiting = flags if holds else 0
    filed = _filed(session, filing.issued, filing.all_issued, filing.person.id, waiting)
    if filed.state is CertificateState.REPLACED:
        return Compared(filed)
    inputs = inputs_on_file(session, here, filing, now)
    return compare(filed, inputs, print_setup, now, in_force=in_force)


def _filed(
    session: Session,
    issued: CertificateWithStatus,
    beside: Sequence[CertificateWithStatus],
    owner: UUID,
    flags: int,
) -> Filed:
    """`beside`: all that were issued to the same place."""
    certificate = issued.certificate
    snapshot = from_json(certificate.snapshot)
    return Filed(
        certificate.id,
        certificate.place_id,
        owner,
        certificate.kind,
        issued.status.state,
        snapshot,
        certificate.issued_at,
        flags,
        _earlier_names(certificate, beside),
        _lost(session, issued, snapshot.zone),
    )


def _lost(session: Session, issued: CertificateWithStatus, zone: str) -> RevokedCertificate | None:
    """How a certificate was revoked: one statement for one that was. `zone`: of its cohort."""
    certificate, status = issued.certificate, issued.status
    if status.state is not CertificateState.REVOKED or status.since is None:
        return None
    closed = select(col(Certificate.id)).where(col(Certificate.id) == certificate.id, is_closed())
    return RevokedCertificate(
        certificate.kind,
        certificate.number,
        local(status.since, zone).date(),
        asked_for=status.reason is ReasonClass.REQUEST,
        claim_id=certificate.claim_id,
        is_closed=session.scalar(closed) is not None,
    )


def _earlier_names(
    certificate: Certificate, beside: Sequence[CertificateWithStatus]
) -> frozenset[str]:
    """The names that the ones before a certificate still tell to anybody."""
    return frozenset(
        from_json(own.certificate.snapshot).person_name
        for own in beside
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
        for issued in certificates_in(session, [own.place_id])
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
    """The learners' that are live, in the order given: ten statements for any number.

    Six more where somebody left who holds one.
    """
    live = [own for own in issued if own.state is CertificateState.VALID]
    if not live:
        return []
    inputs, flags = _inputs_in(session, here, live, now), _flags_in(session, here.cohort.id)
    return [
        compare(
            Filed(
                own.certificate.id,
                own.certificate.place_id,
                own.person.id,
                own.certificate.kind,
                own.state,
                from_json(own.certificate.snapshot),
                own.certificate.issued_at,
                flags.get(own.certificate.id, 0),
            ),
            inputs[own.certificate.place_id],
            print_setup,
            now,
        )
        for own in live
    ]


def _inputs_in(
    session: Session, here: CohortContext, issued: Sequence[CertificateInCohort], now: datetime
) -> dict[UUID, CertificateInputs]:
    """What certificates of everybody in a cohort are made from, and of who left with one."""
    standings = credit.standings(session, here.cohort.id, here.policy, now)
    left = {own.certificate.place_id for own in issued} - standings.keys()
    if left:
        standings |= credit.standings_ever(session, dict.fromkeys(left, here), now)
    people = {own.certificate.place_id: own.person for own in issued}
    activities = credit.versions_of(session, here.cohort.id)
    given, names = histories(session, here.cohort.id), names_in_cohort(session, here.cohort.id)
    return {
        place: CertificateInputs(
            here=here,
            person=person,
            address=None,
            standing=standings[place],
            approved=_activity_of(standings[place], activities),
            history=given.get(place, ()),
            name=names.get(place),
            has_left=place in left,
        )
        for place, person in people.items()
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
