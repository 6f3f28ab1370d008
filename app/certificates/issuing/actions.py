"""Starting the issue of certificates, and recording one that was printed."""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing import queries
from app.certificates.issuing.draft import Identity, PrintSetup, build_snapshot
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.issuing.queries import ISSUE, Candidate
from app.certificates.models import Certificate, CertificateFile
from app.certificates.rules import Order, WantedCertificate
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, sha256_of, to_json
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core import audit, jobs, outbox, queue
from app.core.errors import ConflictError, NotFoundError, require
from app.core.models import Job
from app.credit.actions import freeze_policy
from app.language.reasons import Reason
from app.language.stored import store
from app.people.rules import why_not_deal_with

JOB = "certificates.issue"


def start_issue(
    session: Session,
    here: CohortContext,
    chosen: Collection[WantedCertificate],
    *,
    by: UUID,
    now: datetime,
) -> Job:
    """Start the job that issues the chosen certificates, one task each.

    What is issued or under way is left out. If all of it is under way, that job is returned: a
    second click on the button changes nothing. Somebody who is no longer ready gets a task
    nevertheless; it fails with the reason, where the coordinator sees it.

    Raises:
        RefusedError: Nothing of it is ready, or something of it is for `by`.
        NotFoundError: Somebody chosen is not in this cohort.
    """
    require(why_not_change(queries.wait_for_turn(session, here.cohort.id)))
    candidates = {
        candidate.enrollment_id: candidate for candidate in queries.candidates(session, here, now)
    }
    if not candidates.keys() >= {choice.enrollment_id for choice in chosen}:
        raise NotFoundError
    whose = [candidates[choice.enrollment_id].person_id for choice in chosen]
    require(why_not_deal_with(whose, by=by))
    under_way = queries.orders_under_way(session, here.cohort.id)
    wanted = [
        choice
        for choice in chosen
        if candidates[choice.enrollment_id].number_of(choice.kind) is None
    ]
    if wanted and under_way.keys() >= set(wanted):
        return session.get_one(Job, under_way[wanted[0]])
    require(_why_nothing(candidates, chosen))
    orders = [choice for choice in dict.fromkeys(wanted) if choice not in under_way]
    job = _add_job(session, here, len(orders), by=by, now=now)
    for choice in orders:
        order = Order(choice.enrollment_id, choice.kind, by)
        _enqueue(session, job, order, candidates[choice.enrollment_id].name, now=now)
    freeze_policy(session, here.policy_version, by=by, now=now)
    session.flush()
    return job


def issue_again(session: Session, job: Job, *, by: UUID, now: datetime) -> int:
    """Queue again what failed of a job, but nothing that issues to `by`; return how many.

    Raises:
        RefusedError: The cohort is archived, nothing of the job has failed, or nothing of that is
            theirs to try again.
    """
    require(why_not_change(cohorts.archived_at(session, [job.scope_id] if job.scope_id else ())))
    failed = jobs.failures(session, job.id)
    own = queries.orders_for(session, failed, by)
    if failed and len(own) == len(failed):
        require(why_not_deal_with([by], by=by))
    return jobs.retry(session, job, but=own, by=by, now=now)


def _why_nothing(
    candidates: Mapping[UUID, Candidate], chosen: Collection[WantedCertificate]
) -> Reason | None:
    """Why nothing of what is chosen can be issued: the reason of the first."""
    if any(candidates[enrollment_id].is_ready(kind) for enrollment_id, kind in chosen):
        return None
    for enrollment_id, kind in chosen:
        candidate = candidates[enrollment_id]
        number = candidate.number_of(kind)
        missing = candidate.missing or (rules.NOT_DUE,)
        if number is not None:
            missing = (rules.ALREADY_ISSUED(number=number),)
        return rules.NOT_READY_FOR(name=candidate.name, missing=missing)
    return rules.NOTHING_CHOSEN


def _add_job(session: Session, here: CohortContext, count: int, *, by: UUID, now: datetime) -> Job:
    title = store(rules.ISSUING(count=count))
    job = Job(
        kind=JOB,
        title=title.text,
        title_reason=title.reason,
        scope_id=here.cohort.id,
        back_path=f"/manage/cohorts/{here.cohort.slug}/certificates",
        started_by=by,
        started_at=now,
    )
    session.add(job)
    facts = {"cohort": here.cohort.slug, "certificates": count}
    audit.record(session, "certificates.started", "job", job.id, by=by, now=now, facts=facts)
    return job


def _enqueue(session: Session, job: Job, order: Order, name: str, *, now: datetime) -> None:
    queue.enqueue(
        session,
        ISSUE,
        key=f"{job.id}:{order.enrollment_id}:{order.kind}",
        payload=order.payload,
        label=rules.ONE_ISSUE(name=name, certificate=order.kind.words),
        job=job,
        now=now,
    )


def issue(
    session: Session,
    order: Order,
    draft: CertificateSnapshot,
    pdf: bytes,
    print_setup: PrintSetup,
    *,
    job_id: UUID | None,
    now: datetime,
) -> Certificate:
    """Record a certificate that was printed from `draft`, if it is still what is due.

    Raises:
        RefusedError: It is no longer due, or was ordered for oneself, with the rule's reason.
        AlreadyIssuedError: Another issue was first.
        ConflictError: The facts changed while it was printed. Making it out again helps.
    """
    cohorts.lock_enrollment(session, order.enrollment_id)  # no claim is taken back meanwhile
    certificate_inputs = queries.certificate_inputs(session, order.enrollment_id, now)
    identity = Identity(draft.number, draft.code)
    if build_snapshot(certificate_inputs, order.kind, identity, print_setup, now) != draft:
        raise ConflictError(rules.FACTS_CHANGED)
    assert certificate_inputs is not None  # nothing is made out without one
    require(why_not_deal_with([certificate_inputs.person.id], by=order.by))
    certificate = _certificate(certificate_inputs, order, draft, pdf, now)
    session.add(certificate)
    session.flush()
    session.add(CertificateFile(certificate_id=certificate.id, pdf=pdf))
    _audit_issue(session, certificate, job_id, now)
    freeze_policy(session, certificate_inputs.here.policy_version, by=order.by, now=now)
    _mail_issued(session, certificate_inputs, certificate, draft, now)
    return certificate


def _certificate(
    certificate_inputs: CertificateInputs,
    order: Order,
    draft: CertificateSnapshot,
    pdf: bytes,
    now: datetime,
) -> Certificate:
    snapshot = to_json(draft)
    claim = None if order.kind is CertificateKind.COMPLETION else certificate_inputs.standing.claim
    return Certificate(
        enrollment_id=order.enrollment_id,
        kind=order.kind,
        edition=certificate_inputs.next_edition(order.kind),
        number=draft.number,
        code=draft.code,
        claim_id=claim.id if claim else None,
        snapshot=snapshot,
        snapshot_sha256=sha256_of(snapshot),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        issued_at=now,
        issued_by=order.by,
    )


def _audit_issue(
    session: Session, certificate: Certificate, job_id: UUID | None, now: datetime
) -> None:
    facts = {
        "number": certificate.number,
        "kind": certificate.kind.value,
        "edition": certificate.edition,
        "enrollment": str(certificate.enrollment_id),
        "snapshot_sha256": certificate.snapshot_sha256,
        "pdf_sha256": certificate.pdf_sha256,
        "job": str(job_id) if job_id else None,
    }
    act, by = "certificate.issued", certificate.issued_by
    audit.record(session, act, "certificate", certificate.id, by=by, now=now, facts=facts)


def _mail_issued(
    session: Session,
    certificate_inputs: CertificateInputs,
    certificate: Certificate,
    draft: CertificateSnapshot,
    now: datetime,
) -> None:
    """Mail the person where it is: an ordinary link that signs nobody in."""
    if certificate_inputs.address is None:
        return
    outbox.post(
        session,
        kind="certificate",
        key=f"certificate:{certificate.id}",
        person_id=certificate_inputs.person.id,
        facts={
            "certificate_kind": draft.kind.value,
            "program": draft.program_title,
            "cohort": draft.cohort_title,
            "number": draft.number,
            "verify_path": f"/verify/{draft.code}",
        },
        now=now,
    )
