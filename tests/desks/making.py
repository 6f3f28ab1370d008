"""Twenty cohorts of a thousand people, each of eight units; a new one every five weeks."""

import os
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Unit
from app.credit.models import Activity
from app.credit.tallies.actions import take_snapshots
from app.people.models import Institution
from tests import course

# Before the cast is imported, whose cohorts have as many weeks.
course.UNITS = 8
course.POLICY = course.POLICY.model_copy(update={"modules_required": 8, "sessions_required": 6})

from tests.cast import FALL_DAYS, NOW, Cast, make_cast, make_cohort  # noqa: E402
from tests.crowds import fill  # noqa: E402
from tests.desks.pages import make_objects  # noqa: E402

__all__ = ["COHORTS", "NOW", "PEOPLE", "make"]
COHORTS = int(os.environ.get("COHORTS", "20"))
PEOPLE = int(os.environ.get("PEOPLE", "1000"))
SITES = 13


def make(session: Session) -> dict[str, dict[str, str]]:
    """The cast, cohorts full of people, and all that addresses can name."""
    assert len(FALL_DAYS) == course.UNITS, "the cast was imported before its course was longer"
    make_cast(session)
    session.add_all(
        Institution(name=f"Partner {n}", short_name=f"Partner {n}", zone="America/Denver")
        for n in range(SITES - 2)
    )
    session.flush()
    cast = Cast(session)
    cohorts = [cast.fall, cast.spring]
    for number in range(COHORTS - 2):
        first = date(2026, 9, 24) - timedelta(weeks=5 * number)
        days = [first + timedelta(weeks=week) for week in range(course.UNITS)]
        cohorts.append(make_cohort(session, cast.program, f"c-{number}", f"Term {number}", days))
    for cohort in cohorts:
        cohort.capacity = PEOPLE + 200
        fill(session, cohort, PEOPLE, now=NOW)
        _close_claims(session, cohort)
    objects = make_objects(session, cast)
    take_snapshots(session, now=NOW)
    return objects


def _close_claims(session: Session, cohort: Cohort) -> None:
    last = session.scalar(
        select(func.max(col(CaseSession.starts_at)))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort.id)
    )
    assert last is not None
    own = select(Activity).where(col(Activity.cohort_id) == cohort.id)
    session.scalars(own).one().claims_close_at = last + timedelta(days=30)
