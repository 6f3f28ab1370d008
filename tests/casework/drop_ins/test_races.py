"""Real connections that drop in at the same moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from app.casework.check_ins import actions
from app.casework.check_ins.actions import Shown
from app.casework.check_ins.codes.rules import shown_code
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn
from app.casework.drop_ins.actions import drop_in
from app.casework.drop_ins.rules import NO_SEAT, Arrival
from app.casework.models import AttendanceChange
from app.certificates.marks.actions import save_marks
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.joining.queries import cohort_to_join
from app.core.chains import first_bad_line
from app.core.db import Database
from app.core.errors import RefusedError
from app.history.agreement.queries import all_disagreements
from app.language.reasons import Reason
from tests.cast import Cast
from tests.races import at_once
from tests.season import SLUG, make_season, register

SECRET = "a secret of the session"


@dataclass
class Room:
    """The third session of the series, five minutes after it began."""

    database: Database
    season_id: UUID
    held: UUID
    now: datetime

    def entering(self, person_id: UUID) -> Callable[[], Reason | None]:
        arrival = Arrival(self.season_id, self.held, CheckInWay.CODE, self.code, self.now)

        def enter() -> Reason | None:
            try:
                with self.database.write() as session:
                    here = cohort_to_join(session, SLUG)
                    assert here is not None
                    drop_in(
                        session,
                        here,
                        person_id,
                        arrival,
                        device="",
                        secret=SECRET,
                        save_marks=save_marks,
                        now=self.now + timedelta(minutes=9),
                    )
            except RefusedError as refused:
                return refused.reason
            return None

        return enter

    def checking_in(self, persona: str) -> Callable[[], None]:
        def check_in() -> None:
            with self.database.write() as session:
                learner = Cast(session).learner(persona, SLUG)
                shown = Shown(CheckInWay.QR, self.code)
                actions.check_in(
                    session,
                    learner,
                    self.held,
                    shown,
                    secret=SECRET,
                    save_marks=save_marks,
                    now=self.now,
                )

        return check_in

    @property
    def code(self) -> str:
        return shown_code(SECRET, self.now).text

    def stored(self) -> tuple[int, int, int]:
        """How many check-ins of the code's moment, changes of marks and events of places."""
        with self.database.read() as session:
            return (
                session.scalar(select(func.count()).where(col(CheckIn.arrived_at) == self.now))
                or 0,
                session.scalar(select(func.count()).where(col(AttendanceChange.at) >= self.now))
                or 0,
                session.scalar(
                    select(func.count()).where(
                        col(EnrollmentEvent.at) == self.now + timedelta(minutes=9)
                    )
                )
                or 0,
            )

    def is_whole(self) -> bool:
        with self.database.write() as session:
            return first_bad_line(session) is None and not list(all_disagreements(session))


@pytest.fixture
def room(real_database: Database) -> Room:
    with real_database.write() as session:
        cast = Cast(session)
        season = make_season(session, cast)
        register(session, season, cast, "ada")
        held = cast.case_session(SLUG, 3)
        return Room(real_database, season.id, held.id, held.starts_at + timedelta(minutes=5))


def person(room: Room, persona: str) -> UUID:
    with room.database.read() as session:
        return Cast(session).id(persona)


def test_one_person_in_many_windows_has_one_seat_and_is_in_once(room: Room) -> None:
    enter = room.entering(person(room, "ben"))
    assert at_once(*[enter] * 6) == [None] * 6
    assert room.stored() == (1, 1, 1)
    assert room.is_whole()


def test_the_last_seat_goes_once(room: Room) -> None:
    with room.database.write() as session:
        Cast(session).cohort(SLUG).capacity = 2  # Ada has one
    people = [person(room, persona) for persona in ("ben", "nan")]
    assert set(at_once(*map(room.entering, people))) == {None, NO_SEAT}
    assert room.stored() == (1, 1, 1)
    assert room.is_whole()


def test_who_drops_in_and_who_checks_in_do_not_stop_each_other(room: Room) -> None:
    people = [person(room, persona) for persona in ("ben", "nan")]
    deeds: list[Callable[[], object]] = [*map(room.entering, people), room.checking_in("ada")]
    assert at_once(*deeds) == [None] * 3
    assert room.stored() == (3, 3, 2)
    assert room.is_whole()
