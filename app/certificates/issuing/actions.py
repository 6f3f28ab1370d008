"""Starting the issue of certificates, and trying again what failed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing import queries
from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.issuing.ordering import JOB, add_job, enqueue
from app.certificates.orders import Order, WantedCertificate
from app.certificates.snapshot import CertificateKind
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core import audit, jobs
from app.core.errors import NotFoundError, require
from app.core.models import Job
from app.credit.actions import freeze_policy
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with


def start_issue(
    session: Session,
    here: CohortContext,
    chosen: Collection[WantedCertificate],
    *,
    by: UUID,
    now: datetime,
) -> Job:
    """Start the job that issues the chosen certificates, one task for each person.

    What is issued or under way is left out. If all of it is under way, that job is returned: a
    second click on the button changes nothing. Somebody who is no longer ready gets a task
    nevertheless; it fails with the reason, where the coordinator sees it.

    Raises:
        RefusedError: Nothing of it is ready, or something of it is for `by`.
        NotFoundError: Somebody chosen is not in this cohort.
    """
    require(why_not_change(cohorts.wait_for_turn(session, here.cohort.id)))
    candidates = _candidates(session, here, chosen, by=by, now=now)
    under_way = queries.orders_under_way(session, here.cohort.id)
    wanted = [it for it in chosen if candidates[it.place_id].number_of(it.kind) is None]
    if wanted and under_way.keys() >= {it.slot for it in wanted}:
        return session.get_one(Job, under_way[wanted[0].slot])
    require(_why_nothing(candidates, chosen))
    left = [choice for choice in dict.fromkeys(wanted) if choice.slot not in under_way]
    job = _add_job(session, here, len(left), by=by, now=now)
    for order in _orders(left, by):
        enqueue(session, job, order, candidates[order.place_id].name, now=now)
    freeze_policy(session, here.policy_version, by=by, now=now)
    session.flush()
    return job


def _candidates(
    session: Session,
    here: CohortContext,
    chosen: Collection[WantedCertificate],
    *,
    by: UUID,
    now: datetime,
) -> dict[UUID, Candidate]:
    """Everybody by enrollment, if all who are chosen are here and none is `by`."""
    found = {
        person.enrollment_id: person for person in candidate_queries.candidates(session, here, now)
    }
    if not found.keys() >= {choice.place_id for choice in chosen}:
        raise NotFoundError
    require(why_not_deal_with([found[it.place_id].person_id for it in chosen], by=by))
    return found


def _orders(wanted: Collection[WantedCertificate], by: UUID) -> list[Order]:
    """One for each person, with all their kinds."""
    kinds: dict[UUID, list[CertificateKind]] = {}
    for choice in wanted:
        kinds.setdefault(choice.place_id, []).append(choice.kind)
    return [Order(enrollment_id, tuple(own), by) for enrollment_id, own in kinds.items()]


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
    job = add_job(session, here.cohort, JOB, rules.ISSUING(count=count), by=by, now=now)
    facts = {"cohort": here.cohort.slug, "certificates": count}
    audit.record(session, "certificates.started", "job", job.id, by=by, now=now, facts=facts)
    return job
