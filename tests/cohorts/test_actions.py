"""Seats, openings, and the last seat raced for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts import actions, queries
from app.cohorts.models import Program, UnitOpening
from app.cohorts.rules import FULL
from app.content.queries import current_versions
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine
from app.people.enums import Profession
from app.people.models import Institution
from tests.cast import FALL_DAYS, NOW, Cast, make_cohort, make_person
from tests.refusals import refuses


def test_last_seat_is_refused_to_the_next(session: Session, cast: Cast, now: datetime) -> None:
    cast.fall.capacity = 2
    with refuses(FULL(count=2, cohort="Fall 2026")):
        actions.enroll(session, cast.fall, cast.id("lee"), by=cast.id("cora"), now=now)


def test_thirty_people_race_for_the_last_seat_and_one_gets_it(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        cast.fall.capacity = 3
        place = session.scalars(select(Institution)).first()
        assert place is not None
        ids = [
            make_person(
                session, f"p{n}", "P", f"Q{n}", "MD", Profession.PHYSICIAN, institution=place
            ).id
            for n in range(30)
        ]

    def try_to_enroll(person_id: object) -> bool:
        try:
            with real_database.write() as session:
                actions.enroll(session, Cast(session).fall, person_id, by=None, now=NOW)  # type: ignore[arg-type]
        except RefusedError:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        seated = list(pool.map(try_to_enroll, ids))
    with real_database.write() as session:
        taken = queries.seats_taken(session, Cast(session).fall.id)
    assert (seated.count(True), taken) == (1, 3)


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
    queries.syllabus(session, program.id)[1].case_key = None
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
    program = queries.program_by_key(session, "mentor-development")
    assert program is not None
    before = [unit.title for unit in queries.units(session, cast.fall.id)]
    actions.sync_program(session, program.key, current_versions(session, program.key), now=now)
    assert [step.module_key for step in queries.syllabus(session, program.id)] == [
        f"module-{n}" for n in (1, 2, 3, 4)
    ]
    assert [unit.title for unit in queries.units(session, cast.fall.id)] == before
