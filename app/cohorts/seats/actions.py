"""Changing how many seats a cohort has."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.queries import lock_seats
from app.cohorts.models import Cohort, InstitutionSeats
from app.cohorts.queries import archived_at
from app.cohorts.rules import why_not_change
from app.cohorts.seats import rules
from app.core import audit
from app.core.errors import require


def change_seats(
    session: Session,
    cohort: Cohort,
    capacity: int,
    shares: Mapping[UUID, int],
    *,
    reason: str,
    by: UUID,
    now: datetime,
) -> None:
    """Give a cohort so many seats, and of these at most so many to people of an institution.

    Raises `RefusedError` without a reason, and when nothing would change.
    """
    seats = lock_seats(session, cohort.id)
    require(why_not_change(archived_at(session, [cohort.id])))
    require(rules.why_not_change(seats, capacity, shares, reason))
    cohort.capacity = capacity
    session.execute(delete(InstitutionSeats).where(col(InstitutionSeats.cohort_id) == cohort.id))
    for institution_id, number in shares.items():
        own = InstitutionSeats(cohort_id=cohort.id, institution_id=institution_id, seats=number)
        session.add(own)
    session.flush()
    before = {"seats": seats.capacity, "shares": _by_id(seats.shares)}
    after = {"seats": capacity, "shares": _by_id(shares)}
    audit.record(
        session,
        "cohort.seats_changed",
        "cohort",
        cohort.id,
        by=by,
        now=now,
        facts={"cohort": cohort.slug, "before": before, "after": after},
        reason=reason,
    )


def _by_id(shares: Mapping[UUID, int]) -> dict[str, int]:
    return {str(institution_id): shares[institution_id] for institution_id in sorted(shares)}
