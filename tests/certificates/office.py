"""Issuing in tests: claims, jobs, and a worker that prints real certificates."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.issuing import actions, queries, recording
from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.issuing.draft import Identity, PrintSetup, build_snapshot
from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.recording import Printed
from app.certificates.issuing.tasks import Issuing
from app.certificates.models import Certificate, CertificateEvent, NameConfirmation
from app.certificates.orders import Order, Replacement, WantedCertificate
from app.certificates.printing.pool import CertificatePool
from app.certificates.queries import by_number
from app.certificates.rules import CertificateState, ReasonClass
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.enrollments.actions import enroll
from app.cohorts.models import PolicyVersion, Program
from app.core import queue
from app.core.clock import Clock
from app.core.db import Database
from app.core.models import Job, Task
from app.core.worker import Worker
from app.credit.actions import claim as make_claim
from app.credit.models import Claim
from app.settings import Settings
from tests.cast import NOW, Cast, make_completer
from tests.certificates.samples import PACK
from tests.course import POLICY

ADDRESS = "https://waypost.example"
STATIONERY = PrintSetup(ADDRESS, PACK)
SPRING = "spring-2026"


def office(pool: CertificatePool, clock: Clock = lambda: NOW) -> Issuing:
    """What issues certificates, with the printing processes of the test run."""
    return Issuing(Settings(demo=True, base_url=ADDRESS), clock, pool)


def here(session: Session, slug: str = SPRING) -> CohortContext:
    """A cohort as an address names it."""
    cohort = Cast(session).cohort(slug)
    version = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cohort.id)
    ).one()
    return CohortContext(cohort, session.get_one(Program, cohort.program_id), version, POLICY)


def complete(session: Session, persona: str) -> UUID:
    """Let somebody complete spring-2026 besides Ben; their enrollment."""
    cast = Cast(session)
    enroll(session, cast.spring, cast.id(persona), by=None, now=NOW - timedelta(days=300))
    session.flush()
    return make_completer(session, cast.person(persona), cast.spring).id


def claim(session: Session, persona: str = "ben", quarters: int = 22) -> Claim:
    """Somebody of spring-2026 claims credit."""
    cast, cohort = Cast(session), here(session)
    enrollment = cast.enrollment(persona, SPRING)
    learner = LearnerInCohort(
        cohort.cohort, cohort.program, cohort.policy_version, cohort.policy, enrollment
    )
    return make_claim(session, learner, quarters, by=enrollment.person_id, now=NOW)


def candidate(session: Session, persona: str, slug: str = SPRING) -> Candidate:
    """How one person stands before certificates are issued."""
    enrollment = Cast(session).enrollment(persona, slug).id
    everybody = candidate_queries.candidates(session, here(session, slug), NOW)
    return next(person for person in everybody if person.enrollment_id == enrollment)


def start(session: Session, slug: str = SPRING, now: datetime = NOW) -> Job:
    """Cora issues everything that is ready in a cohort."""
    cohort = here(session, slug)
    chosen = [
        WantedCertificate(ready.enrollment_id, due.kind)
        for ready in candidate_queries.candidates(session, cohort, now)
        for due in ready.ready
    ]
    return actions.start_issue(session, cohort, chosen, by=Cast(session).id("cora"), now=now)


def work(database: Database, issuing: Issuing, now: datetime = NOW, at_once: int = 1) -> None:
    """Do all that is due."""
    handlers = {ISSUE: issuing.issue}
    Worker(database, handlers, clock=lambda: now, at_once=at_once).run_until_idle()


def record(
    session: Session,
    persona: str = "ben",
    kind: CertificateKind = CertificateKind.COMPLETION,
    *,
    pdf: bytes = b"%PDF-",
    now: datetime = NOW,
    job: Job | None = None,
    replaces: Certificate | None = None,
    hides_name: bool = False,
) -> Certificate:
    """Record a certificate with these bytes as its file; in the place of another one."""
    replaced = {kind: replacement(session, replaces, hides_name=hides_name)} if replaces else {}
    place, cora = Cast(session).enrollment(persona, SPRING).id, Cast(session).id("cora")
    order = Order(place, (kind,), cora, replaced)
    certificate_inputs = queries.certificate_inputs(session, order.place_id, now)
    draft = build_snapshot(
        certificate_inputs, kind, Identity.fresh(), STATIONERY, now, replaced.get(kind)
    )
    printed = [Printed(draft, pdf)]
    (made,) = recording.issue(
        session,
        order,
        printed,
        STATIONERY,
        job_id=job.id if job else None,
        made_out_at=now,
        now=now,
    )
    return made


def record_all(session: Session, persona: str = "ben", now: datetime = NOW) -> list[Certificate]:
    """Record all that somebody is to get at once, with one letter."""
    kinds = tuple(due.kind for due in candidate(session, persona).ready)
    order = Order(Cast(session).enrollment(persona, SPRING).id, kinds, Cast(session).id("cora"))
    inputs = queries.certificate_inputs(session, order.place_id, now)
    printed = [
        Printed(build_snapshot(inputs, kind, Identity.fresh(), STATIONERY, now), b"%PDF-")
        for kind in kinds
    ]
    return recording.issue(
        session, order, printed, STATIONERY, job_id=None, made_out_at=now, now=now
    )


def rename(session: Session, persona: str, name: str) -> None:
    """Let somebody write their name otherwise, for which Cora stands."""
    cast = Cast(session)
    person = cast.person(persona)
    person.certificate_name = name
    known = NameConfirmation(
        enrollment_id=cast.enrollment(persona, SPRING).id,
        certificate_name=name,
        degrees=person.degrees,
        at=NOW,
        by=cast.id("cora"),
    )
    session.add(known)
    session.flush()


def replacement(session: Session, earlier: Certificate, *, hides_name: bool = False) -> Replacement:
    """What an order says of the certificate in whose place it puts another one."""
    found = by_number(session, earlier.number)
    assert found is not None
    of_revoked = found.status.state is CertificateState.REVOKED
    reason = ReasonClass.NAME if hides_name else ReasonClass.RECORDS
    return Replacement(earlier.id, reason, "Between us.", hides_name, of_revoked)


def happened(
    session: Session,
    certificate: Certificate,
    kind: EventKind,
    reason: ReasonClass = ReasonClass.ERROR,
    successor: Certificate | None = None,
) -> CertificateEvent:
    """Something that ends a certificate, a day later."""
    event = CertificateEvent(
        certificate_id=certificate.id,
        kind=kind,
        reason_class=reason.value,
        note="Between us.",
        replaced_by_id=successor.id if successor else None,
        at=NOW + timedelta(days=1),
        by=Cast(session).id("cora"),
    )
    session.add(event)
    session.flush()
    return event


def order_many(session: Session, persona: str, kind: CertificateKind, keys: Iterable[int]) -> None:
    """Tasks for one certificate that no rule stands between."""
    order = Order(Cast(session).enrollment(persona, SPRING).id, (kind,), Cast(session).id("cora"))
    for key in keys:
        queue.enqueue(session, ISSUE, key=f"race:{key}", payload=order.payload, now=NOW)


def tasks(session: Session) -> list[Task]:
    """Every issuing task, by label."""
    found = select(Task).where(col(Task.kind) == ISSUE).order_by(col(Task.label))
    return list(session.scalars(found))
