"""What was approved for a cohort, changed for a test."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.models import Activity, Component, Designation
from app.credit.queries import activity_of
from app.credit.systems.queries import newest_systems


def without_activities(session: Session) -> None:
    """Nothing was ever approved for any cohort."""
    for table in (Component, Designation, Activity):
        session.execute(delete(table))


def designate(
    session: Session, cohort: Cohort, *, since: datetime | None = None, **most: int | None
) -> None:
    """Let a cohort's activity be designated for more, each by its key and up to a maximum."""
    approved = activity_of(session, cohort.id)
    assert approved is not None
    for system in newest_systems(session):
        if system.key in most:
            session.add(
                Designation(
                    activity_id=approved.activity.id,
                    system_id=system.id,
                    max_quarters=most[system.key],
                    since=since,
                    statement=system.usual_statement or f"Designated for {system.name}.",
                )
            )
    session.flush()
