"""Setting up programs and cohorts, and openings."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import actions, queries
from app.cohorts.models import Program, UnitOpening
from app.cohorts.programs import queries as programs
from app.content.releases.queries import current_versions
from app.core.models import AuditLine
from tests.cast import FALL_DAYS, Cast, make_cohort


def test_due_opening_is_recorded_once_with_a_line(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = actions.record_due_openings(session, now=now)
    assert actions.record_due_openings(session, now=now) == 0
    openings = session.scalar(select(func.count()).select_from(UnitOpening))
    lines = session.scalar(select(func.count()).where(col(AuditLine.act) == "unit.opened"))
    assert first == openings == lines == 4 + 2 + 2  # all of spring, two each of the running ones


def test_step_without_a_case_is_a_unit_without_a_session(session: Session, cast: Cast) -> None:
    program = session.get_one(Program, cast.fall.program_id)
    programs.syllabus(session, program.id)[1].case_key = None
    session.flush()
    days = [day + timedelta(weeks=52) for day in FALL_DAYS]
    made = make_cohort(session, program, "fall-2027", "Fall 2027", days)
    found = queries.units(session, made.id)
    assert [unit.session_id is not None for unit in found] == [True, False, True, True]
    assert found[1].title == "Module 2 title"
    assert found[1].opens_at < found[2].opens_at


def test_cohort_keeps_what_units_were_called_when_it_began(session: Session, cast: Cast) -> None:
    program = session.get_one(Program, cast.fall.program_id)
    program.unit_label = "Chapter"
    session.flush()
    days = [day + timedelta(weeks=52) for day in FALL_DAYS]
    made = make_cohort(session, program, "fall-2027", "Fall 2027", days)
    assert (cast.fall.unit_label, made.unit_label) == ("Week", "Chapter")


def test_program_follows_its_pack_and_running_cohorts_stay(
    session: Session, cast: Cast, now: datetime
) -> None:
    program = programs.program_by_key(session, "mentor-development")
    assert program is not None
    before = [unit.title for unit in queries.units(session, cast.fall.id)]
    actions.sync_program(session, program.key, current_versions(session, program.key), now=now)
    assert [step.module_key for step in programs.syllabus(session, program.id)] == [
        f"module-{n}" for n in (1, 2, 3, 4)
    ]
    assert [unit.title for unit in queries.units(session, cast.fall.id)] == before
    line = session.scalars(select(AuditLine).order_by(col(AuditLine.id).desc())).first()
    assert line is not None
    assert (line.act, line.actor_id) == ("program.synchronized", None)
    assert line.reason == "Its content pack was loaded."
