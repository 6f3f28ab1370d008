"""Ordering certificates: a job, and a task for each person with all that they are to get."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing.queries import ISSUE
from app.certificates.orders import Order
from app.cohorts.models import Cohort
from app.core import jobs, queue
from app.core.models import Job
from app.language.reasons import Reason

JOB = "certificates.issue"
JOB_ANEW = "certificates.reissue"
JOBS = frozenset({JOB, JOB_ANEW})
"""The kinds of work that issue certificates."""


def add_job(
    session: Session, cohort: Cohort, kind: str, title: Reason, *, by: UUID, now: datetime
) -> Job:
    """A job that issues certificates in a cohort."""
    return jobs.start(
        session, kind, title, f"/manage/cohorts/{cohort.slug}/certificates",
        scope_id=cohort.id, by=by, now=now,
    )  # fmt: skip


def enqueue(session: Session, job: Job, order: Order, name: str, *, now: datetime) -> None:
    """Ask for what one person is to get. `name`: as the job's page calls them."""
    kinds = rules.KINDS(kinds=tuple(kind.words for kind in order.kinds))
    queue.enqueue(
        session,
        ISSUE,
        key=f"{job.id}:{order.place_id}",
        payload=order.payload,
        label=rules.ONE_ISSUE(name=name, certificate=kinds),
        job=job,
        now=now,
    )
