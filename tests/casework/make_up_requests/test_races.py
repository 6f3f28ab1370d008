"""Two acts on one make-up or excuse at the same moment; only PostgreSQL lets the second begin."""

import time
from collections.abc import Callable
from datetime import timedelta
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.excuses import actions as excuses
from app.casework.excuses import rules as excuse_rules
from app.casework.excuses.enums import ExcuseStep
from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.locks.queries import lock_session
from app.casework.make_up_requests import actions, reasons
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.models import MakeUp
from app.cohorts.queries import lock_enrollments
from app.core.db import Database
from tests.casework.absences import approve, ask, miss, submit
from tests.cast import NOW, Cast, enrolled
from tests.races import at_once, one_after_the_other
from tests.refusals import refuses


def submitted(database: Database) -> UUID:
    with database.write() as session:
        cast = Cast(session)
        miss(session, cast)
        return submit(session, cast)


def count(database: Database, what: type) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def test_make_up_that_is_approved_twice_at_once_stands_once(real_database: Database) -> None:
    request_id = submitted(real_database)

    def first(session: Session) -> None:
        approve(session, Cast(session), request_id)

    def second(session: Session) -> None:
        with refuses(reasons.ANSWERED):
            approve(session, Cast(session), request_id, by="cora")

    one_after_the_other(real_database, first, second)
    assert count(real_database, MakeUp) == 1


def test_make_up_that_is_approved_while_it_is_withdrawn_is_one_of_both(
    real_database: Database,
) -> None:
    request_id = submitted(real_database)

    def withdraw(session: Session) -> None:
        cast = Cast(session)
        actions.withdraw(session, cast.learner("ada"), cast.unit("fall-2026", 1), now=NOW)

    def second(session: Session) -> None:
        with refuses(reasons.ENDED):
            approve(session, Cast(session), request_id)

    one_after_the_other(real_database, withdraw, second)
    assert count(real_database, MakeUp) == 0
    assert count(real_database, MakeUpEvent) == 2


def test_two_tabs_submit_one_make_up(real_database: Database) -> None:
    with real_database.write() as session:
        miss(session, Cast(session))

    def first(session: Session) -> None:
        submit(session, Cast(session))

    def second(session: Session) -> None:
        with refuses(reasons.WAITS):
            submit(session, Cast(session))

    one_after_the_other(real_database, first, second)
    assert count(real_database, MakeUpRequest) == 1


def test_excuse_that_is_granted_while_it_is_withdrawn_is_one_of_both(
    real_database: Database,
) -> None:
    with real_database.write() as session:
        excuse_id = ask(session, Cast(session)).id

    def withdraw(session: Session) -> None:
        cast = Cast(session)
        excuses.withdraw(session, cast.learner("ada"), cast.unit("fall-2026", 2), now=NOW)

    def grant(session: Session) -> None:
        cast = Cast(session)
        here, by = cast.learner("ada"), cast.id("fay")
        with refuses(excuse_rules.ENDED):
            excuses.answer(session, here, excuse_id, ExcuseStep.GRANTED, "", by=by, now=NOW)

    one_after_the_other(real_database, withdraw, grant)
    assert count(real_database, Excuse) == 1
    assert count(real_database, ExcuseEvent) == 1


def ask_meanwhile(session: Session) -> None:
    ask(session, Cast(session), position=2)


def submit_meanwhile(session: Session) -> None:
    submit(session, Cast(session), position=2, now=LATER)


LATER = NOW + timedelta(days=3)
"""The second session is over."""


@pytest.mark.parametrize("asks", [ask_meanwhile, submit_meanwhile])
def test_who_asks_and_who_saves_marks_of_the_session_never_wait_for_each_other(
    real_database: Database, asks: Callable[[Session], None]
) -> None:
    """A save has the session and comes for the place, whoever asks the other way around."""
    has_session = Event()
    with real_database.write() as session:
        miss(session, Cast(session), position=2, now=LATER)

    def save() -> str:
        with real_database.write() as session:
            cast = Cast(session)
            lock_session(session, cast.case_session("fall-2026", 2).id)
            has_session.set()
            time.sleep(0.5)
            miss(session, cast, status=AttendanceStatus.EXCUSED, position=2, now=LATER)
        return "saved"

    def ask_then() -> str:
        has_session.wait()
        with real_database.write() as session:
            asks(session)
        return "asked"

    assert sorted(at_once(save, ask_then)) == ["asked", "saved"]


def test_approval_waits_for_a_correction_of_the_same_person_and_is_not_waited_for(
    real_database: Database,
) -> None:
    """What rests on marks is locked by id; an approval locks all places of the person first."""
    with real_database.write() as session:
        cast = Cast(session)
        miss(session, cast)
        request_id, own = submit(session, cast), cast.enrollment("ada").id
        place, event = enrolled(cast.person("ada"), cast.spring, at=NOW)
        place.id = event.enrollment_id = UUID(int=1)  # before the one that is made up in
        session.add(place)
        session.flush()
        session.add(event)
    places, locked = [UUID(int=1), own], Event()

    def correct() -> None:
        with real_database.write() as session:
            lock_enrollments(session, places[:1])
            locked.set()
            time.sleep(0.5)
            lock_enrollments(session, places)

    def answer() -> None:
        locked.wait()
        with real_database.write() as session:
            approve(session, Cast(session), request_id)
            lock_enrollments(session, places)

    at_once(correct, answer)
    assert count(real_database, MakeUp) == 1
