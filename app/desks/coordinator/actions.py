"""What a coordinator starts from the desk itself; issuing belongs to the certificates."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit, jobs
from app.core.errors import RefusedError
from app.core.models import Job

NOTHING_FAILED = "Nothing of this work has failed, so there is nothing to try again."


def retry(session: Session, job: Job, *, by: UUID, now: datetime) -> int:
    """Queue again what failed of a job, and only that; return how many.

    Raises:
        RefusedError: Nothing of it has failed.
    """
    again = jobs.retry_failed(session, job.id, now=now)
    if not again:
        raise RefusedError(NOTHING_FAILED)
    audit.record(session, "job.retried", "job", job.id, by=by, now=now, facts={"tasks": again})
    return again
