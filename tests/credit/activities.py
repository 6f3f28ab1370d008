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


def lower(session: Session, cohort: Cohort, most: int, at: datetime) -> None:
    """Let the activity of a cohort be approved again, for less altogether."""
    approved = activity_of(session, cohort.id)
    assert approved is not None
    said = approved.activity.model_dump(exclude={"id", "version", "changed_at"})
    version = approved.activity.version + 1
    newer = Activity(**said | {"designated_quarters": most}, version=version, changed_at=at)
    session.add(newer)
    for part in approved.components:
        own = part.model_dump(exclude={"id", "activity_id"})
        session.add(Component(**own, activity_id=newer.id))
    for known in approved.designated:
        own = {"activity_id": newer.id, "system_id": known.system.id, "statement": known.statement}
        session.add(Designation(**own, max_quarters=min(known.max_quarters or most, most)))
    session.flush()
