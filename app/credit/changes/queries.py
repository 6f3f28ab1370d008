"""Reads of what was in force before a change."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.queries import activity_version


def version_before(session: Session, approved: ApprovedActivity | None) -> ApprovedActivity | None:
    """What a version goes on from; None, and no statement, of one that follows nothing."""
    if approved is None or approved.activity.changed_at is None:
        return None
    own = approved.activity
    former = session.scalar(
        select(col(Activity.id))
        .where(col(Activity.cohort_id) == own.cohort_id, col(Activity.version) < own.version)
        .order_by(col(Activity.version).desc())
        .limit(1)
    )
    return activity_version(session, former) if former else None
