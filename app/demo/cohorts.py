"""Cohorts with a session on each of their days, and the activity approved for them.

The cast of the tests is made with this too.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.actions import CohortPlan, create_cohort
from app.cohorts.drafts.actions import publish
from app.cohorts.models import Cohort, Program
from app.cohorts.planning.actions import Versions
from app.cohorts.programs.queries import program_by_key
from app.content.releases.queries import current_versions
from app.core.errors import RefusedError
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.demo.calendar import CohortDates
from app.language.reasons import reason
from app.packs.schema import ProgramData, program_of

NO_CONTENT = reason("demo.no_content", "Load the content first: python -m app content load")


@dataclass(frozen=True)
class Course:
    """A program with the texts that are current, for the cohorts that are made of it."""

    program: Program
    data: ProgramData
    versions: Versions


def course_of(session: Session, key: str) -> Course:
    """A program whose content is loaded; raises `RefusedError` if it is not."""
    program = program_by_key(session, key)
    if program is None:
        raise RefusedError(NO_CONTENT)
    versions = current_versions(session, key)
    return Course(program, program_of(versions["program", key].data), versions)


def plan_of(
    data: ProgramData, dates: CohortDates, *, capacity: int, closes_at: datetime
) -> CohortPlan:
    """A cohort as its program proposes it; people enroll from six weeks before it begins."""
    return CohortPlan(
        slug=dates.slug,
        title=dates.title,
        zone=dates.zone,
        capacity=capacity,
        session_days=dates.days,
        session_time=dates.at,
        session_minutes=data.session_minutes,
        session_link="https://zoom.example/j/60245167821",
        enrollment_opens_at=dates.first - timedelta(weeks=6),
        closes_at=closes_at,
        policy=data.policy,
        opening=data.opening,
    )


def make_cohort(
    session: Session,
    course: Course,
    plan: CohortPlan,
    approval: Approval,
    *,
    by: UUID | None,
    now: datetime,
) -> Cohort:
    """A published cohort by its plan, with an accredited activity."""
    cohort = create_cohort(session, course.program, plan, course.versions, by=by, now=now)
    approve_activity(session, cohort, approval, by=by, now=now)
    publish(session, cohort, by=by, now=now)
    return cohort
