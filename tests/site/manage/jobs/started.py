"""A job as the page of it finds one."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.certificates.orders import Order
from app.certificates.snapshot import CertificateKind
from app.core import queue
from app.core.models import Job
from tests.cast import NOW, Cast


def start(session: Session, cast: Cast, slug: str = "spring-2026", tasks: int = 5) -> Job:
    """A job of some tasks, none of them done."""
    job = Job(
        kind="certificates.issue",
        title=f"Issuing {tasks} certificates",
        scope_id=cast.cohort(slug).id,
        back_path=f"/manage/cohorts/{slug}/certificates",
        started_at=NOW - timedelta(seconds=5),
    )
    session.add(job)
    session.flush()
    place = cast.enrollment("ben", "spring-2026").id
    order = Order(place, (CertificateKind.COMPLETION,), cast.id("cora"))
    for n in range(tasks):
        queue.enqueue(
            session,
            "certificate.issue",
            key=f"{job.id}:{n}",
            payload=order.payload,
            label=f"Person {n}, MD",
            now=NOW,
            job=job,
        )
    session.commit()
    return job
