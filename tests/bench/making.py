"""A big database: the cast, and cohorts full of people who worked up to now."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import CaseSession, Cohort, Unit
from app.credit.models import Activity
from app.credit.tallies.actions import take_snapshots
from app.people.enums import Scope
from app.people.models import Institution
from app.policy.table import Role
from tests import course
from tests.bench.sizes import Size

# Before the cast is imported, whose cohorts have as many weeks.
course.UNITS = 8
course.POLICY = course.POLICY.model_copy(update={"modules_required": 8, "sessions_required": 6})

from tests.bench.decade import leave_behind  # noqa: E402
from tests.bench.pages import make_objects  # noqa: E402
from tests.cast import FALL_DAYS, NOW, Cast, make_cast, make_cohort  # noqa: E402
from tests.crowds import fill  # noqa: E402

__all__ = ["NOW", "make"]
SITES = 13
NEWEST = date(2026, 9, 24)


def make(session: Session, size: Size) -> dict[str, dict[str, str]]:
    """The cast, cohorts full of people, and all that addresses can name."""
    assert len(FALL_DAYS) == course.UNITS, "the cast was imported before its course was longer"
    make_cast(session)
    session.add_all(
        Institution(name=f"Partner {n}", short_name=f"Partner {n}", zone="America/Denver")
        for n in range(SITES - 2)
    )
    session.flush()
    cast = Cast(session)
    for cohort in (cast.fall, cast.spring, *_others(session, cast, size)):
        cohort.capacity = size.people + 200
        fill(session, cohort, size.people, now=NOW)
        _close(session, cohort)
    objects = make_objects(session, cast)
    if size.lines:
        cast.grant("fay", Role.FACILITATOR, Scope.PROGRAM, cast.program.id)
        leave_behind(session, size.lines, now=NOW)
    take_snapshots(session, now=NOW)
    return objects


def _others(session: Session, cast: Cast, size: Size) -> Iterator[Cohort]:
    for number in range(size.cohorts - 2):
        first = NEWEST - timedelta(days=size.days * number)
        days = [first + timedelta(weeks=week) for week in range(course.UNITS)]
        yield make_cohort(session, cast.program, f"c-{number}", f"Term {number}", days)


def _close(session: Session, cohort: Cohort) -> None:
    """As a draft proposes it: what can be claimed for a month can be done as long."""
    last = session.scalar(
        select(func.max(col(CaseSession.starts_at)))
        .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
        .where(col(Unit.cohort_id) == cohort.id)
    )
    assert last is not None
    own = select(Activity).where(col(Activity.cohort_id) == cohort.id)
    closes_at = last + timedelta(days=30)
    session.scalars(own).one().claims_close_at = cohort.closes_at = closes_at
