"""Reads of which cohorts the records were deleted, as the history tells it.

What counts over cohorts leaves these out: what is left of them is not all there was. The rows that
say more of a deletion are `history/retention`'s, above all that counts.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.deleted.rules import is_of_long_ago
from app.cohorts.models import Cohort
from app.core.models import AuditLine

DONE = "deletion.done"  # not shown


def deleted_among(session: Session, cohorts: Iterable[Cohort], now: datetime) -> set[UUID]:
    """The ids of those whose records were deleted; no statement where none is old enough."""
    old = {str(cohort.id): cohort.id for cohort in cohorts if is_of_long_ago(cohort.closes_at, now)}
    if not old:
        return set()
    told = select(col(AuditLine.object_id)).where(
        col(AuditLine.object_id).in_(old), col(AuditLine.act) == DONE
    )
    return {old[id_] for id_ in session.scalars(told)}
