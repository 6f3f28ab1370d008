"""Two changes of one cohort at the same moment, on connections of their own."""

from datetime import UTC, date, datetime, time, timedelta
from time import monotonic

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import CANCELED, Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.changes import rules
from app.cohorts.changes.actions import cancel_session, move_session
from app.cohorts.changes.rules import WallTime
from app.core.db import Database
from app.core.errors import ConflictError
from app.credit.deadlines.rules import Deadlines
from app.language.moments import local
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import WHY, cancel, fall, move, unit
from tests.credit.deadlines.changing import change, deadlines
from tests.races import one_after_the_other, while_not_committed
from tests.refusals import refuses

CLOSES = datetime(2026, 12, 10, tzinfo=UTC)


def test_who_comes_second_has_seen_another_session(real_database: Database) -> None:
    def move_it(session: Session) -> None:
        move(Cast(session), 3, date(2026, 12, 1))

    def cancel_it(session: Session) -> None:
        cast = Cast(session)
        by = cast.id("cora")
        cancel_session(session, fall(cast), 3, seen=0, reason=WHY, by=by, now=NOW)

    with refuses(rules.CHANGED, ConflictError):
        one_after_the_other(real_database, move_it, cancel_it)
    with real_database.read() as session:
        assert not unit(Cast(session), 3).canceled


def test_what_opened_while_a_move_waited_for_its_turn_stays_open(real_database: Database) -> None:
    with real_database.read() as session:
        opens = unit(Cast(session), 3).opens_at

    def move_away() -> None:
        began, before = monotonic(), opens - timedelta(seconds=1)

        def clock() -> datetime:
            """Ten times as fast, so that the wait goes on beyond the opening."""
            return before + 10 * timedelta(seconds=monotonic() - began)

        with real_database.write() as session:
            cast = Cast(session)
            wish, by = WallTime(date(2027, 3, 18), time(12), 60), cast.id("cora")
            move_session(session, fall(cast), 3, wish, seen=0, reason=WHY, by=by, clock=clock)

    while_not_committed(real_database, lambda session: cancel(Cast(session), 4), move_away)
    with real_database.read() as session:
        third = unit(Cast(session), 3)
        assert third.local_date == date(2027, 3, 18)
        assert third.opens_at == opens


def test_no_session_is_put_behind_the_closing_that_moves_forward(real_database: Database) -> None:
    def close_earlier(session: Session) -> None:
        cast = Cast(session)
        wish = Deadlines(None, CLOSES, CLOSES)
        change(cast, wish, deadlines(cast).fingerprint)

    def move_behind(session: Session) -> None:
        move(Cast(session), 3, date(2026, 12, 17))

    with refuses(rules.AFTER_CLOSING(closes=local(CLOSES, "America/Denver"))):
        one_after_the_other(real_database, close_earlier, move_behind)
    with real_database.read() as session:
        third = unit(Cast(session), 3)
        assert third.starts_at is not None
        assert third.starts_at < Cast(session).fall.closes_at == CLOSES


def test_nobody_is_marked_at_a_session_that_is_canceled_meanwhile(real_database: Database) -> None:
    begins = datetime.combine(date(2026, 11, 26), time(19), UTC)

    def cancel_it(session: Session) -> None:
        cancel(Cast(session), 3, now=begins - timedelta(seconds=1))

    def mark(session: Session) -> None:
        cast = Cast(session)
        held = unit(cast, 3).session_id
        assert held is not None
        marks = {cast.enrollment("ada").id: Submitted(AttendanceStatus.PRESENT)}
        save_marks(session, held, marks, by=cast.id("fay"), now=begins)

    with refuses(CANCELED):
        one_after_the_other(real_database, cancel_it, mark)
