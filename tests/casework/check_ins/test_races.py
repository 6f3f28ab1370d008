"""Real connections that check in at the same moment."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.casework.check_ins import actions
from app.casework.check_ins.actions import Shown, let_link_check_in, strike
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.check_ins.rules import NOT_BY_LINK, NOT_IN, CheckedIn
from app.casework.models import Attendance, AttendanceChange
from app.certificates.marks.actions import save_marks
from app.cohorts.context import LearnerInCohort
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.errors import RefusedError
from app.demo.work import learner_in
from app.history.agreement.queries import all_disagreements
from app.language.reasons import Reason
from tests.casework.check_ins.coming import COHORT, POSITION, SECRET, at
from tests.casework.crowd import enroll_crowd
from tests.cast import Cast
from tests.races import at_once


def coming(
    database: Database,
    learner: LearnerInCohort,
    held: UUID,
    now: datetime,
    what: Shown | None = None,
) -> Callable[[], CheckedIn]:
    shown = what or Shown(CheckInWay.QR, shown_code(SECRET, now).text)

    def come() -> CheckedIn:
        with database.write() as session:
            return actions.check_in(
                session, learner, held, shown, secret=SECRET, save_marks=save_marks, now=now
            )

    return come


def crowd(database: Database, size: int) -> tuple[UUID, datetime, list[LearnerInCohort]]:
    with database.write() as session:
        cast = Cast(session)
        places = enroll_crowd(session, cast.fall, size)
        learners = [learner_in(session, place) for place in places]
        return cast.case_session(COHORT, POSITION).id, at(cast, 3), learners


def stored(database: Database, held: UUID) -> tuple[int, int, int]:
    """How many check-ins, marks and changes of marks there are."""
    own = col(Attendance.case_session_id) == held
    marks = select(col(Attendance.id)).where(own)
    with database.read() as session:
        return (
            session.scalar(select(func.count()).where(col(CheckIn.case_session_id) == held)) or 0,
            session.scalar(select(func.count()).select_from(Attendance).where(own)) or 0,
            session.scalar(
                select(func.count()).where(col(AttendanceChange.attendance_id).in_(marks))
            )
            or 0,
        )


def whole(database: Database) -> bool:
    """Whether lines and records agree; places of the crowd have none."""
    with database.write() as session:
        kinds = {found.kind for found in all_disagreements(session)}
        return first_bad_line(session) is None and kinds <= {"event of a place"}


def test_one_person_in_many_windows_is_in_once(real_database: Database) -> None:
    held, now, learners = crowd(real_database, 2)
    done = at_once(*(coming(real_database, learners[0], held, now) for _ in range(8)))
    assert len({own.id for own in done}) == 1
    assert stored(real_database, held) == (1, 1, 1)
    assert whole(real_database)


@pytest.mark.parametrize("taken", ["link", "switch"])
def test_who_was_about_to_join_by_what_is_taken_away_is_not_in(
    real_database: Database, taken: str
) -> None:
    """Their page knows nothing of it yet."""
    held, now, _learners = crowd(real_database, 1)
    with real_database.write() as session:
        cast = Cast(session)
        let_link_check_in(session, cast.fall, on=True, by=cast.id("cora"), now=now)
        known = cast.learner("ada", COHORT)
        cast.case_session(COHORT, POSITION).link = "https://zoom.example/j/1"
    with real_database.write() as other:
        cast = Cast(other)
        if taken == "link":
            cast.case_session(COHORT, POSITION).link = ""
        else:
            let_link_check_in(other, cast.fall, on=False, by=cast.id("cora"), now=now)
    with pytest.raises(RefusedError) as refused:
        coming(real_database, known, held, now, Shown(CheckInWay.LINK))()
    assert refused.value.reason == NOT_BY_LINK
    assert stored(real_database, held) == (0, 0, 0)


def test_fifty_people_at_once_are_all_in(real_database: Database) -> None:
    held, now, learners = crowd(real_database, 50)
    done = at_once(*(coming(real_database, learner, held, now) for learner in learners))
    assert len({own.enrollment_id for own in done}) == 50
    assert stored(real_database, held) == (50, 50, 50)
    assert whole(real_database)


def test_two_strikes_at_once_strike_once(real_database: Database) -> None:
    held, now, learners = crowd(real_database, 2)
    made = coming(real_database, learners[0], held, now)()
    with real_database.read() as session:
        fay = Cast(session).id("fay")

    def struck() -> Reason | None:
        try:
            with real_database.write() as session:
                strike(session, held, made.id, save_marks=save_marks, by=fay, now=now)
        except RefusedError as refused:
            return refused.reason
        return None

    assert set(at_once(struck, struck)) == {None, NOT_IN}
    assert stored(real_database, held) == (1, 1, 2)
    assert whole(real_database)
