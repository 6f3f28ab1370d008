"""A cohort whose records were announced to go, years after everybody left."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_context
from app.cohorts.models import Cohort
from app.core.models import OutboxMessage, Task
from app.history.retention.deletion.actions import Asked, announce
from app.history.retention.models import DeletionAnnouncement
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


def old_cohort(session: Session, like: Cohort) -> Cohort:
    """Another cohort that was over ten years ago, and of which nothing is left."""
    values = like.model_dump(exclude={"id"})
    ago = timedelta(days=366 * 12)
    made = Cohort(**values | {"slug": "long-ago", "title": "Long ago"})
    made.closes_at -= ago
    session.add(made)
    session.flush()
    return made
