"""An open series beside the cast: two sessions were held, the third is tomorrow.

Fay facilitates it, Cora coordinates its program, and nobody is registered yet.
"""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.cohorts.joining.actions import ask_for_seat
from app.cohorts.models import Cohort
from app.demo import work
from app.people.enums import Scope
from app.people.grants.actions import grant_role
from app.policy.table import Role
from tests.cast import LONG_AGO, NOW, Cast, make_cohort, make_program
from tests.course import series_files

SLUG = "noon-2026"
DAYS = [date(2026, 11, 5) + timedelta(weeks=week) for week in range(4)]
REGISTERED = NOW - timedelta(days=30)


def make_season(session: Session, cast: Cast) -> Cohort:
    """The series, published and open."""
    program = make_program(session, "noon-series", series_files)
    season = make_cohort(session, program, SLUG, "Noon 2026", DAYS)
    for name, role, scope in (
        ("cora", Role.COORDINATOR, (Scope.PROGRAM, program.id)),
        ("fay", Role.FACILITATOR, (Scope.COHORT, season.id)),
    ):
        grant_role(session, cast.id(name), role, *scope, by=None, now=LONG_AGO)
    session.commit()
    return season


def register(session: Session, season: Cohort, cast: Cast, *names: str) -> None:
    """Some of the cast take part."""
    for name in names:
        ask_for_seat(session, season, cast.id(name), now=REGISTERED)
    session.commit()


def came(session: Session, cast: Cast, position: int, *names: str) -> None:
    """Fay marks those who were at a session."""
    marks = {cast.enrollment(name, SLUG).id: Submitted(AttendanceStatus.PRESENT) for name in names}
    work.mark_session(session, cast.unit(SLUG, position), marks, by=cast.id("fay"))
    session.commit()
