"""Reads about certificates: who could get one, what one is made from, which were issued.

A certificate is live until it has an event: until it was revoked or replaced.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates import rules
from app.certificates.issuing.inputs import CertificateInputs, IssuedBefore
from app.certificates.models import Certificate, CertificateEvent, EventKind
from app.certificates.names.queries import names_among, names_in_cohort
from app.certificates.names.rules import TO_CHECK, NameToCheck
from app.certificates.orders import Order, Slot, WantedCertificate
from app.certificates.queries import is_live
from app.certificates.rules import ReasonClass
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.enrollments.queries import EnrolledPerson, is_enrolled
from app.cohorts.models import Cohort, Enrollment, PolicyVersion, Program
from app.core.models import Job, Task
from app.credit import queries as credit
from app.credit.models import Activity, Claim
from app.credit.rules import CreditStatus
from app.language.moments import local
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.people.models import EmailAddress, Person
from app.people.rules import why_not_deal_with

ISSUE = "certificate.issue"
"""The kind of a task that issues one certificate."""


class Due(NamedTuple):
    """A certificate that can be issued now; `quarters` are None where it says nothing of credit."""

    kind: CertificateKind
    quarters: int | None


class IssuedCertificate(NamedTuple):
    """A live certificate; `quarters` are None where it says nothing of credit."""

    kind: CertificateKind
    number: str
    quarters: int | None = None


class RevokedCertificate(NamedTuple):
    """The last certificate of a kind, where it was revoked; `on` is a day in the cohort's zone."""

    kind: CertificateKind
    number: str
    on: date
    asked_for: bool = False
    """Whether its person wanted it revoked: then nobody waits for another one."""
    due_again: bool = False
    """Whether the records bear another one out, which is issued from its page only."""


@dataclass(frozen=True)
class Given:
    """What one enrollment was given, by kind."""

    live: dict[CertificateKind, IssuedCertificate]
    revoked: dict[CertificateKind, RevokedCertificate]
    """The last that was; it says nothing beside a live one."""

    def holds(self, kind: CertificateKind) -> bool:
        """Whether one of a kind, or one that excludes it, is live."""
        return any(own.excludes(kind) for own in self.live)

    def lost(self, kind: CertificateKind) -> RevokedCertificate | None:
        """The last that was revoked of a kind, or of one that excludes it."""
        gone = (lost for own, lost in self.revoked.items() if own.excludes(kind))
        return max(gone, key=lambda lost: lost.on, default=None)


NOTHING = Given({}, {})


@dataclass(frozen=True)
class Candidate:
    """One person of a cohort before certificates are issued."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    """As it will stand on the certificate, with degrees."""
    ready: tuple[Due, ...]
    missing: tuple[Reason, ...]
    """Why the others are not ready: "5 of 6 sessions counted"."""
    issued: tuple[IssuedCertificate, ...]
    name_to_check: NameToCheck | None = None
    """The name, if something waits for somebody to look at it, and for nothing else."""
    revoked: tuple[RevokedCertificate, ...] = ()
    """What would be due, and was issued and revoked."""
    claims_otherwise: tuple[str, ...] = ()
    """The numbers of those that hold, and say something else than is claimed since."""

    @property
    def is_due_again(self) -> bool:
        """Whether something that was revoked is due by the records: somebody has to decide."""
        return any(own.due_again for own in self.revoked)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody can do something about it."""
        return bool(self.ready) or self.name_to_check is not None

    def why_not(self, by: UUID) -> Reason | None:
        """Why what is ready is not somebody's to issue."""
        return why_not_deal_with([self.person_id], by=by) if self.ready else None

    def ready_for(self, by: UUID) -> tuple[Due, ...]:
        """What of it somebody can issue: nothing to themselves."""
        return () if self.why_not(by) else self.ready

    def is_ready(self, kind: CertificateKind) -> bool:
        """Whether a certificate of this kind can be issued now."""
        return any(due.kind is kind for due in self.ready)

    def number_of(self, kind: CertificateKind) -> str | None:
        """The number of the live certificate of this kind, or of one that excludes it."""
        return next((own.number for own in self.issued if own.kind.excludes(kind)), None)


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
        _candidate(
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
        row.id: _candidate(
            standings[row.id],
            rules.full_name(row.certificate_name, row.degrees),
            issued.get(row.id, NOTHING),
            under_way,
            names.get(row.id),
        )
        for row in people.all()
    }


def _candidate(
    standing: CreditStatus,
    name: str,
    given: Given,
    under_way: Mapping[Slot, UUID],
    to_check: NameToCheck | None,
) -> Candidate:
    enrollment_id = standing.ledger.enrollment_id
    ready: list[Due] = []
    reasons: list[Reason] = []
    gone: list[RevokedCertificate] = []
    for kind in rules.kinds_due(standing):
        if given.holds(kind):
            continue
        lost = given.lost(kind)
        ordered = WantedCertificate(enrollment_id, kind).slot in under_way
        why_not = rules.why_not_yet(
            standing,
            kind,
            ordered=ordered,
            to_check=to_check is not None,
            revoked=lost.on if lost else None,
        )
        if lost and not ordered:
            is_due = not lost.asked_for and not rules.missing(standing, kind)
            gone.append(lost._replace(due_again=is_due))
        reasons += why_not
        if not why_not:
            ready.append(Due(kind, rules.quarters_on(standing, kind)))
    return Candidate(
        enrollment_id,
        standing.ledger.person_id,
        name,
        ready=tuple(ready),
        missing=tuple(dict.fromkeys(reasons)),
        issued=tuple(given.live.values()),
        name_to_check=to_check if TO_CHECK in reasons else None,
        revoked=tuple(gone),
        claims_otherwise=tuple(
            own.number for own in given.live.values() if _claims_otherwise(standing, own)
        ),
    )


def _claims_otherwise(standing: CreditStatus, issued: IssuedCertificate) -> bool:
    """Whether the claim says something else than a certificate that was issued for one."""
    if not issued.kind.says_credit or standing.claim is None:
        return False
    now = rules.kind_now(standing, issued.kind), standing.claim.quarters
    return now != (issued.kind, issued.quarters)


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
    own = select(col(Enrollment.id)).where(col(Enrollment.person_id) == person_id)
    places = {str(enrollment_id) for enrollment_id in session.scalars(own)}
    return {task_id for task_id, enrollment in orders.items() if enrollment in places}


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
            own.revoked[row.kind] = RevokedCertificate(row.kind, row.number, on, asked_for)
    return found


_REVOCATION = aliased(CertificateEvent)
_IS_REVOCATION = and_(
    col(_REVOCATION.certificate_id) == col(Certificate.id),
    col(_REVOCATION.kind) == EventKind.REVOKED,
)
_GIVEN: Select[*tuple[Any, ...]] = (
    select(
        col(Certificate.enrollment_id),
        col(Certificate.kind),
        col(Certificate.number),
        col(Claim.quarters),
        col(_REVOCATION.at).label("revoked_at"),
        col(_REVOCATION.reason_class).label("revoked_for"),
        col(Cohort.zone),
    )
    .join(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
    .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
    .outerjoin(Claim, col(Claim.id) == col(Certificate.claim_id))
    .outerjoin(_REVOCATION, _IS_REVOCATION)
    .where(or_(is_live(), col(_REVOCATION.id).is_not(None)))
    .order_by(col(Certificate.kind), col(Certificate.edition))
)
"""What is live, and what was revoked; the newest of a kind comes last."""


def certificate_inputs(
    session: Session, enrollment_id: UUID, now: datetime
) -> CertificateInputs | None:
    """What certificates of an enrollment are made from; None for who withdrew."""
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    found = session.execute(
        select(Person, Cohort, Program, PolicyVersion, col(EmailAddress.address))
        .join(Enrollment, col(Enrollment.person_id) == col(Person.id))
        .join(Cohort, col(Cohort.id) == col(Enrollment.cohort_id))
        .join(Program, col(Program.id) == col(Cohort.program_id))
        .join(PolicyVersion, col(PolicyVersion.cohort_id) == col(Cohort.id))
        .outerjoin(EmailAddress, primary)
        .where(col(Enrollment.id) == enrollment_id, is_enrolled())
        .order_by(col(PolicyVersion.version).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    policy = PolicyData.model_validate(found.PolicyVersion.data)
    here = CohortContext(found.Cohort, found.Program, found.PolicyVersion, policy)
    standing = credit.standing(session, here.cohort.id, enrollment_id, policy, now)
    return CertificateInputs(
        here,
        found.Person,
        found.address,
        standing,
        _activity_claimed(session, standing),
        _history(session, enrollment_id),
        names_among(session, [enrollment_id]).get(enrollment_id),
    )


def _activity_claimed(session: Session, standing: CreditStatus) -> Activity | None:
    if standing.claim is not None:
        return session.get_one(Activity, standing.claim.activity_id)
    return standing.approved.activity if standing.approved else None


def _history(session: Session, enrollment_id: UUID) -> list[IssuedBefore]:
    rows = session.execute(_HISTORY.where(col(Certificate.enrollment_id) == enrollment_id))
    return [IssuedBefore(*row[1:]) for row in rows]


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
        col(_REVOCATION.at),
        col(_REPLACED.at),
    )
    .outerjoin(_REVOCATION, _IS_REVOCATION)
    .outerjoin(
        _REPLACED,
        and_(
            col(_REPLACED.certificate_id) == col(Certificate.id),
            col(_REPLACED.kind) == EventKind.REPLACED,
        ),
    )
)
