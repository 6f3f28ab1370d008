"""Keeping the numbers from which leads are told of others than their own people."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.deleted.queries import deleted_among
from app.cohorts.institutions.models import CohortSnapshot
from app.cohorts.institutions.queries import newest_snapshots, published_cohorts
from app.credit.tallies.queries import by_institution


def take_snapshots(session: Session, *, now: datetime) -> None:
    """Keep the numbers of each published cohort, if they have changed since they were kept.

    Once its records were deleted, those that were kept before stay the last ones.
    """
    newest, published = newest_snapshots(session), published_cohorts(session)
    deleted = deleted_among(session, [here.cohort for here in published], now)
    whole = [here for here in published if here.cohort.id not in deleted]
    for cohort_id, of in by_institution(session, whole, now).items():
        counts = {str(key): list(numbers) for key, numbers in sorted(of.items())}
        before = newest.get(cohort_id)
        if before is None or (before.counts != counts and before.taken_at < now):
            session.add(CohortSnapshot(cohort_id=cohort_id, taken_at=now, counts=counts))
    session.flush()
