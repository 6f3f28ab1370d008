"""Ordering certificates: a job, and a task for each person with all that they are to get."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing.queries import ISSUE
from app.certificates.orders import Order
from app.cohorts.models import Cohort
from app.core import queue
from app.core.models import Job
from app.language.reasons import Reason
from app.language.stored import store

JOB = "certificates.issue"
JOB_ANEW = "certificates.reissue"
JOBS = frozenset({JOB, JOB_ANEW})
"""The kinds of work that issue certificates."""


def add_job(
    session: Session, cohort: Cohort, kind: str, title: Reason, *, by: UUID, now: datetime
) -> Job:
    """A job that issues certificates in a cohort."""
    named = store(title)
    job = Job(
        kind=kind,
        title=named.text,
        title_reason=named.reason,
        scope_id=cohort.id,
        back_path=f"/manage/cohorts/{cohort.slug}/certificates",
        started_by=by,
        started_at=now,
    )
    session.add(job)
    return job


def enqueue(session: Session, job: Job, order: Order, name: str, *, now: datetime) -> None:
    """Ask for what one person is to get. `name`: as the job's page calls them."""
    kinds = rules.KINDS(kinds=tuple(kind.words for kind in order.kinds))
    queue.enqueue(
        session,
        ISSUE,
        key=f"{job.id}:{order.enrollment_id}",
        payload=order.payload,
        label=rules.ONE_ISSUE(name=name, certificate=kinds),
        job=job,
        now=now,
    )
