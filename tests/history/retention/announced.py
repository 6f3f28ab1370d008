"""A cohort whose records were announced to go, years after everybody left."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.models import OutboxMessage, Task
from app.credit.models import Activity
from app.history.retention.deletion.actions import Asked, announce
from app.history.retention.deletion.models import DeletionAnnouncement
from app.history.retention.queries import kept_of
from app.history.retention.rules import CohortKept
from tests.cast import Cast

THEN = datetime(2036, 3, 1, 18, tzinfo=UTC)
"""All cohorts of the cast close in 2027: they are due since 2035."""
GOES_FROM = date(2036, 4, 1)
LATER = datetime(2036, 4, 2, 18, tzinfo=UTC)
"""The day has come."""
REASON = "The policy does not ask for them any more."


def kept(session: Session, slug: str = "spring-2026") -> CohortKept:
    found = kept_of(session, slug)
    assert found
    return found


def here(session: Session, slug: str = "spring-2026") -> CohortContext:
    found = cohort_context(session, slug)
    assert found
    return found


def finish_work(session: Session) -> None:
    """All letters left, and all tasks were done."""
    session.execute(update(OutboxMessage).values(sent_at=THEN))
    session.execute(update(Task).values(done_at=THEN))


def announce_it(
    session: Session,
    cast: Cast,
    slug: str = "spring-2026",
    *,
    goes_from: date = GOES_FROM,
    now: datetime = THEN,
) -> DeletionAnnouncement:
    own = kept(session, slug)
    asked = Asked(own.title, goes_from, REASON)
    made = announce(session, own, asked, by=cast.id("abe"), now=now)
    finish_work(session)
    return made


def make_long_past(session: Session, cohort: Cohort, years: int = 12) -> None:
    """Let a cohort, of which nothing is recorded yet, have been over for years."""
    ago = timedelta(days=366 * years)
    cohort.closes_at -= ago
    units = select(col(Unit.id)).where(col(Unit.cohort_id) == cohort.id)
    for held in session.scalars(select(CaseSession).where(col(CaseSession.unit_id).in_(units))):
        held.starts_at -= ago
    for own in session.scalars(select(Activity).where(col(Activity.cohort_id) == cohort.id)):
        own.claims_close_at -= ago
    session.flush()
