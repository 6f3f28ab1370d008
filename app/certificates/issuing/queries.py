"""Reads about issuing: what is under way, what a certificate is made from, what was issued before.

A certificate is live until it has an event: until it was revoked or replaced.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, union_all
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.issuing.inputs import CertificateInputs, IssuedBefore
from app.certificates.models import Certificate, CertificateEvent, EventKind
from app.certificates.names.queries import names_among, was_certified
from app.certificates.orders import Order, Slot
from app.certificates.queries import CertificateWithStatus, OnFile, hangs_on, is_live
from app.certificates.rules import CertificateState
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program
from app.cohorts.teaching.models import Teaching
from app.core.models import Job, Task
from app.credit import queries as credit
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.status.rules import CreditStatus
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Person

ISSUE = "certificate.issue"
"""The kind of a task that issues one certificate."""


def orders_under_way(session: Session, cohort_id: UUID) -> dict[Slot, UUID]:
    """Where something is being issued in a cohort at this moment, with the job that does it."""
    return _orders_under_way(session, col(Job.scope_id) == cohort_id)


def orders_under_way_in(session: Session, cohort_ids: Iterable[UUID]) -> dict[Slot, UUID]:
    """The same of some cohorts."""
    return _orders_under_way(session, col(Job.scope_id).in_(list(cohort_ids)))


def _orders_under_way(session: Session, where: ColumnElement[bool]) -> dict[Slot, UUID]:
    rows = session.execute(
        select(col(Task.payload), col(Job.id))
        .join(Job, col(Job.id) == col(Task.job_id))
        .where(
            where,
            col(Task.kind) == ISSUE,
            col(Task.done_at).is_(None),
            col(Task.failed_at).is_(None),
        )
    )
    return {
        wanted.slot: job_id for payload, job_id in rows for wanted in Order.read(payload).wanted
    }


def orders_for(session: Session, tasks: Iterable[Task], person_id: UUID) -> set[UUID]:
    """Those of some tasks that issue something to this person, by id."""
    orders = {task.id: task.payload.get("enrollment") for task in tasks if task.kind == ISSUE}
    if not orders:
        return set()
    own = (
        select(col(of.id)).where(col(of.person_id) == person_id) for of in (Enrollment, Teaching)
    )
    places = {str(place_id) for place_id in session.scalars(union_all(*own))}
    return {task_id for task_id, place in orders.items() if place in places}


REVOCATION = aliased(CertificateEvent)
IS_REVOCATION = and_(
    col(REVOCATION.certificate_id) == col(Certificate.id),
    col(REVOCATION.kind) == EventKind.REVOKED,
)


def certificate_inputs(
    session: Session, enrollment_id: UUID, now: datetime
) -> CertificateInputs | None:
    """What certificates of an enrollment are made from.

    None for who has left without any: of others, what they got can still be corrected.
    """
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    found = session.execute(
        select(
            Person,
            Cohort,
            Program,
            PolicyVersion,
            col(EmailAddress.address),
            is_enrolled().label("is_enrolled"),
        )
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .outerjoin(EmailAddress, primary)
        .where(col(Enrollment.id) == enrollment_id, or_(is_enrolled(), was_certified()))
        .order_by(col(PolicyVersion.version).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    policy = PolicyData.model_validate(found.PolicyVersion.data)
    here = CohortContext(found.Cohort, found.Program, found.PolicyVersion, policy)
    given, has_left = history_of(session, enrollment_id), not found.is_enrolled
    return _inputs(
        session, here, enrollment_id, (found.Person, found.address), given, now, has_left=has_left
    )


def inputs_on_file(
    session: Session, here: CohortContext, filing: OnFile, now: datetime
) -> CertificateInputs:
    """The same for a certificate that was read with all that stand beside it: seven statements."""
    given = [issued_before(own) for own in filing.all_issued]
    place, reached = filing.issued.certificate.place_id, (filing.person, filing.address)
    return _inputs(session, here, place, reached, given, now, has_left=filing.has_left)


def issued_before(own: CertificateWithStatus) -> IssuedBefore:
    """What was issued, as what comes after it counts it."""
    certificate, status = own.certificate, own.status
    revoked = status.state is CertificateState.REVOKED
    return IssuedBefore(
        certificate.kind,
        certificate.number,
        status.state is CertificateState.VALID,
        certificate.id,
        status.since if revoked else None,
        own.after.issued_at if own.after else None,
    )


def _inputs(
    session: Session,
    here: CohortContext,
    enrollment_id: UUID,
    reached: tuple[Person, str | None],
    given: Sequence[IssuedBefore],
    now: datetime,
    *,
    has_left: bool,
) -> CertificateInputs:
    standing = credit.standings_ever(session, {enrollment_id: here}, now)[enrollment_id]
    person, address = reached
    return CertificateInputs(
        here=here,
        person=person,
        address=address,
        standing=standing,
        approved=_activity_claimed(session, standing),
        history=given,
        name=names_among(session, [enrollment_id]).get(enrollment_id),
        has_left=has_left,
    )


def _activity_claimed(session: Session, standing: CreditStatus) -> ApprovedActivity | None:
    claim, newest = standing.claim, standing.approved
    if claim is None or (newest is not None and newest.activity.id == claim.activity_id):
        return newest
    return credit.activity_version(session, claim.activity_id)


def history_of(session: Session, place_id: UUID) -> list[IssuedBefore]:
    """Everything issued to one person in a cohort so far."""
    return [IssuedBefore(*row[1:]) for row in session.execute(_HISTORY.where(hangs_on([place_id])))]


def histories(session: Session, cohort_id: UUID) -> dict[UUID, list[IssuedBefore]]:
    """Everything issued in a cohort so far, by enrollment: one statement."""
    there = col(Certificate.enrollment_id).in_(
        select(col(Enrollment.id)).where(col(Enrollment.cohort_id) == cohort_id)
    )
    found: dict[UUID, list[IssuedBefore]] = {}
    for row in session.execute(_HISTORY.where(there)):
        found.setdefault(row.enrollment_id, []).append(IssuedBefore(*row[1:]))
    return found


_REPLACED = aliased(CertificateEvent)
_HISTORY = (
    select(
        col(Certificate.enrollment_id),
        col(Certificate.kind),
        col(Certificate.number),
        is_live().label("is_live"),
        col(Certificate.id),
        col(REVOCATION.at),
        col(_REPLACED.at),
    )
    .outerjoin(REVOCATION, IS_REVOCATION)
    .outerjoin(
        _REPLACED,
        and_(
            col(_REPLACED.certificate_id) == col(Certificate.id),
            col(_REPLACED.kind) == EventKind.REPLACED,
        ),
    )
)
