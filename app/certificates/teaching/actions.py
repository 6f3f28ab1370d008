"""Starting the job that issues certificates of teaching."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing.draft import PrintSetup
from app.certificates.issuing.ordering import JOB, add_job, enqueue
from app.certificates.issuing.queries import orders_under_way
from app.certificates.led.queries import teaching_of
from app.certificates.orders import Order, Slot, WantedCertificate
from app.certificates.snapshot import CertificateKind
from app.certificates.teaching.ahead import Ahead, aheads, why_not_as_seen
from app.certificates.teaching.queries import Teacher
from app.certificates.teaching.rules import Chosen, why_not_choose
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.cohorts.teaching.models import Teaching
from app.core import audit
from app.core.errors import require
from app.core.models import Job

KIND = CertificateKind.TEACHING


def start_issue(
    session: Session,
    here: CohortContext,
    chosen: Collection[Chosen],
    print_setup: PrintSetup,
    *,
    by: UUID,
    now: datetime,
) -> Job:
    """Start the job that issues certificates of teaching, to all who are chosen or to none.

    What is under way is left out; if all of it is, that job is returned: a second click on the
    button changes nothing.

    Raises:
        RefusedError: Nothing is chosen, something of it is not due or for `by`, or the records
            say something else of somebody than what was looked at.
    """
    require(why_not_change(cohorts.wait_for_turn(session, here.cohort.id)))
    there = aheads(session, here, print_setup, now)
    require(why_not_choose(chosen, there, by=by))
    under_way = orders_under_way(session, here.cohort.id)
    running = _running([there[own.person_id][0] for own in chosen], under_way)
    left = [own for own in chosen if own.person_id not in running]
    if not left:
        return session.get_one(Job, next(iter(running.values())))
    for own in left:
        require(why_not_as_seen(own, there[own.person_id][1]))
    made = [there[own.person_id][1] for own in left]
    return _start(session, here, made, by=by, now=now)


def _running(teachers: Iterable[Teacher], under_way: Mapping[Slot, UUID]) -> dict[UUID, UUID]:
    """Those to whom it is being issued at this moment, each with the job that does it."""
    places = {
        own.person.id: WantedCertificate(own.teaching_id, KIND).slot
        for own in teachers
        if own.teaching_id is not None
    }
    return {who: under_way[slot] for who, slot in places.items() if slot in under_way}


def _start(
    session: Session, here: CohortContext, made: Collection[Ahead], *, by: UUID, now: datetime
) -> Job:
    job = add_job(session, here.cohort, JOB, rules.ISSUING(count=len(made)), by=by, now=now)
    facts = {"cohort": here.cohort.slug, "certificates": len(made)}
    audit.record(session, "certificates.started", "job", job.id, by=by, now=now, facts=facts)
    for ahead in made:
        place = _place(session, here.cohort.id, ahead.person_id)
        enqueue(session, job, Order(place.id, (KIND,), by, face=ahead.seen), ahead.name, now=now)
    session.flush()
    return job


def _place(session: Session, cohort_id: UUID, person_id: UUID) -> Teaching:
    """What somebody's certificates hang on; the cohort is locked, so that nobody else adds one."""
    own = teaching_of(session, cohort_id, person_id)
    if own is None:
        own = Teaching(cohort_id=cohort_id, person_id=person_id)
        session.add(own)
        session.flush()
    return own
