"""Moving, canceling and adding sessions: rows, openings, lines and letters."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.cohorts.actions import record_due_openings
from app.cohorts.changes import actions, rules
from app.cohorts.changes.leaders.actions import change_leaders
from app.cohorts.changes.leaders.rules import SAME
from app.cohorts.changes.rules import WallTime
from app.cohorts.models import CaseSession, Unit
from app.cohorts.queries import units
from app.cohorts.rules import ARCHIVED
from app.cohorts.rules import WHY as NOBODY_SAID_WHY
from app.core.errors import ConflictError
from app.core.models import AuditLine, OutboxMessage
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import (
    NOON,
    WHY,
    cancel,
    fall,
    last_line,
    let_lead,
    letters,
    move,
    unit,
)
from tests.letters import read
from tests.refusals import refuses

MARCH_18 = date(2027, 3, 18)


def test_a_move_changes_time_opening_and_number_and_writes_one_line(
    session: Session, cast: Cast
) -> None:
    move(cast, 3, date(2026, 12, 1), time(9, 30), 90)
    third = unit(cast, 3)
    assert third.wall_time == WallTime(date(2026, 12, 1), time(9, 30), 90)
    assert third.starts_at == datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
    assert third.opens_at == datetime(2026, 11, 30, 13, tzinfo=UTC)
    assert third.sequence == 1
    line = last_line(session)
    assert (line.act, line.reason, line.object_kind) == ("session.moved", WHY, "case_session")
    assert line.facts == {
        "cohort": "fall-2026",
        "unit": 3,
        "zone": "America/Denver",
        "before": {
            "day": "2026-11-26",
            "at": "12:00",
            "minutes": 60,
            "opens": "2026-11-23T13:00:00+00:00",
        },
        "after": {
            "day": "2026-12-01",
            "at": "09:30",
            "minutes": 90,
            "opens": "2026-11-30T13:00:00+00:00",
        },
    }


def test_what_has_opened_stays_open_wherever_its_session_goes(session: Session, cast: Cast) -> None:
    before = unit(cast, 2).opens_at
    record_due_openings(session, now=NOW)
    move(cast, 2, MARCH_18)
    assert unit(cast, 2).opens_at == before
    move(cast, 2, date(2026, 11, 20))
    assert unit(cast, 2).opens_at == before
    assert units(session, cast.fall.id)[1].is_open(NOW)


def test_a_session_that_comes_forward_opens_its_unit_now_and_moving_back_closes_nothing(
    session: Session, cast: Cast
) -> None:
    planned = unit(cast, 4)
    assert planned.opens_at > NOW
    move(cast, 4, date(2026, 11, 20))
    assert unit(cast, 4).opens_at == NOW
    record_due_openings(session, now=NOW)
    move(cast, 4, date(2026, 12, 3), now=NOW + timedelta(minutes=5))
    back = unit(cast, 4)
    assert (back.starts_at, back.opens_at) == (planned.starts_at, NOW)


def test_everybody_who_is_in_and_who_leads_is_told_once_with_both_times(
    session: Session, cast: Cast
) -> None:
    let_lead(cast, 3, "lead", "fay", "ada")  # Ada is enrolled, too
    cast.person("nan").zone = "America/Phoenix"
    cast.withdraw("ben")
    move(cast, 3, MARCH_18)
    told = letters(session, "session_moved")
    assert set(told) == {cast.id("ada"), cast.id("nan"), cast.id("fay")}
    letter = read(session, told[cast.id("nan")])
    assert letter.subject == "Week 3 of Fall 2026 is at another time"
    text = letter.text.replace("\u202f", " ")
    assert "It was planned for Thu, Nov 26, 12:00 PM Mountain Standard Time." in text
    assert "It is now on Thu, Mar 18, 11:00 AM Mountain Standard Time, and lasts 60 min" in text
    assert (
        "In the cohort’s time zone: from Thu, Nov 26, 12:00 PM Mountain Time "
        "to Thu, Mar 18, 12:00 PM Mountain Time." in text
    )
    assert f"The reason given: {WHY}" in text
    assert "/cohorts/fall-2026/sessions/3" in text
    assert "/teach/fall-2026/sessions/3" in read(session, told[cast.id("fay")]).text
    assert "On the clocks" not in read(session, told[cast.id("ada")]).text


def test_facilitators_are_told_of_a_session_that_nobody_leads(session: Session, cast: Cast) -> None:
    move(cast, 3, MARCH_18)
    assert cast.id("fay") in letters(session, "session_moved")


def test_a_second_click_moves_nothing_and_an_old_page_is_refused(
    session: Session, cast: Cast
) -> None:
    move(cast, 3, MARCH_18)
    asked: dict[str, Any] = {"reason": WHY, "by": cast.id("cora"), "clock": lambda: NOW}
    wish = WallTime(MARCH_18, NOON, 60)
    actions.move_session(session, fall(cast), 3, wish, seen=0, **asked)
    assert unit(cast, 3).sequence == 1
    assert len(letters(session, "session_moved")) == 3
    other = WallTime(MARCH_18, time(13), 60)
    with refuses(rules.CHANGED, ConflictError):
        actions.move_session(session, fall(cast), 3, other, seen=0, **asked)


@pytest.mark.parametrize(
    ("position", "wish", "reason", "why_not"),
    [
        (1, WallTime(MARCH_18, NOON, 60), WHY, rules.BEGUN),
        (3, WallTime(date(2026, 11, 26), NOON, 60), WHY, rules.SAME_TIME),
        (3, WallTime(date(2026, 11, 18), time(9), 60), WHY, rules.NOT_TO_COME),
        (3, WallTime(MARCH_18, NOON, 60), "  ", NOBODY_SAID_WHY),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    session: Session, cast: Cast, position: int, wish: WallTime, reason: str, why_not: Reason
) -> None:
    by = cast.id("cora")
    with refuses(why_not):
        actions.move_session(
            session, fall(cast), position, wish, seen=0, reason=reason, by=by, clock=lambda: NOW
        )


def test_a_canceled_session_leaves_and_comes_back_until_its_time(
    session: Session, cast: Cast
) -> None:
    opens = unit(cast, 3).opens_at
    cancel(cast, 3)
    third = unit(cast, 3)
    assert (third.canceled, third.sequence, third.opens_at) == (True, 1, opens)
    assert last_line(session).act == "session.canceled"
    told = letters(session, "session_canceled")
    assert set(told) == {cast.id("ada"), cast.id("nan"), cast.id("fay")}
    assert "does not take place" in read(session, told[cast.id("ada")]).text
    asked: dict[str, Any] = {"reason": "It is open again.", "by": cast.id("cora")}
    at = third.starts_at
    assert at is not None
    with refuses(rules.TOO_LATE_TO_RESTORE):
        actions.restore_session(session, fall(cast), 3, seen=1, now=at, **asked)
    for _ in range(2):
        actions.restore_session(session, fall(cast), 3, seen=1, now=NOW, **asked)
    assert (unit(cast, 3).canceled, unit(cast, 3).sequence) == (False, 2)
    assert last_line(session).act == "session.restored"
    text = read(session, letters(session, "session_restored")[cast.id("ada")]).text
    assert "takes place after all" in text


def test_an_added_session_comes_last_without_texts_and_earns_its_own_line(
    session: Session, cast: Cast
) -> None:
    wish, by = WallTime(date(2026, 12, 10), NOON, 60), cast.id("cora")
    asked: dict[str, Any] = {"seen": 4, "reason": WHY, "by": by, "now": NOW}
    for _ in range(2):  # a second click adds no second one
        assert actions.add_session(session, fall(cast), "In place of week 3", wish, **asked) == 5
    added = unit(cast, 5)
    assert (added.title, added.has_text, added.canceled) == ("In place of week 3", False, False)
    assert added.starts_at == datetime(2026, 12, 10, 19, tzinfo=UTC)
    assert added.opens_at == datetime(2026, 12, 7, 13, tzinfo=UTC)
    assert added.link == "https://zoom.example/j/1"
    line = last_line(session)
    assert (line.act, line.facts["unit"]) == ("session.added", 5)
    text = read(session, letters(session, "session_added")[cast.id("ada")]).text
    assert "Week 5: In place of week 3" in text
    other = WallTime(date(2026, 12, 17), NOON, 60)
    with refuses(rules.CHANGED, ConflictError):
        actions.add_session(session, fall(cast), "Again", other, **asked)


def test_a_link_changes_for_one_or_for_all_that_are_not_over_and_no_letter_goes(
    session: Session, cast: Cast
) -> None:
    cancel(cast, 4)
    before = session.scalar(select(func.count()).select_from(OutboxMessage))
    asked: dict[str, Any] = {"reason": WHY, "by": cast.id("cora"), "now": NOW}
    here, link = fall(cast), "https://zoom.example/j/2"
    assert actions.change_link(session, here, 2, link, "all", seen=0, **asked) == 2
    links = [unit(cast, position).link[-1] for position in (1, 2, 3, 4)]
    assert links == ["1", "2", "2", "1"]  # begun, changed twice, canceled
    assert [unit(cast, position).sequence for position in (2, 3)] == [1, 1]
    assert last_line(session).facts["after"] == link
    assert session.scalar(select(func.count()).select_from(OutboxMessage)) == before
    assert actions.change_link(session, here, 2, link, "all", seen=0, **asked) == 0
    with refuses(rules.SAME_LINK):
        actions.change_link(session, here, 2, link, "one", seen=1, **asked)
    with refuses(rules.OVER):
        actions.change_link(session, here, 1, link, "one", seen=0, **asked)


def test_who_leads_changes_and_who_is_new_to_it_is_told(session: Session, cast: Cast) -> None:
    let_lead(cast, 2, "lead", "fay")
    asked: dict[str, Any] = {"reason": WHY, "by": cast.id("cora"), "now": NOW}
    parts = {cast.id("fay"): "lead", cast.id("lee"): "guest"}
    for _ in range(2):
        change_leaders(session, fall(cast), 2, parts, seen=0, **asked)
    assert set(letters(session, "session_leader")) == {cast.id("lee")}
    letter = read(session, letters(session, "session_leader")[cast.id("lee")])
    assert "You are a guest in the live session of Week 2 in Fall 2026." in letter.text
    line = last_line(session)
    assert line.act == "session.leaders-changed"
    assert line.facts["before"] == {str(cast.id("fay")): "lead"}
    for wish, why_not in (
        (parts, SAME),
        ({**parts, cast.id("cora"): "co_lead"}, NOT_FOR_ONESELF),
    ):
        with refuses(why_not):
            change_leaders(session, fall(cast), 2, wish, seen=1, **asked)


def test_nothing_of_an_archived_cohort_changes(session: Session, cast: Cast) -> None:
    cast.fall.archived_at = NOW
    session.flush()
    seen: dict[str, Any] = {"seen": 0, "reason": WHY, "by": cast.id("cora")}
    asked = seen | {"now": NOW}
    here, wish = fall(cast), WallTime(MARCH_18, NOON, 60)
    before = session.scalar(select(func.count()).select_from(AuditLine))
    for act in (
        lambda: actions.move_session(session, here, 3, wish, clock=lambda: NOW, **seen),
        lambda: actions.cancel_session(session, here, 3, **asked),
        lambda: actions.restore_session(session, here, 3, **asked),
        lambda: actions.add_session(session, here, "More", wish, **asked | {"seen": 4}),
        lambda: actions.change_link(session, here, 3, "", "one", **asked),
        lambda: change_leaders(session, here, 3, {}, **asked),
    ):
        with refuses(ARCHIVED):
            act()
    assert session.scalar(select(func.count()).select_from(AuditLine)) == before


def test_rows_agree_with_the_wall_clock_after_any_change(session: Session, cast: Cast) -> None:
    move(cast, 2, MARCH_18, time(2, 30))
    move(cast, 3, date(2027, 3, 14), time(2, 30))  # a time that no clock shows
    for held in session.scalars(select(CaseSession).join(Unit)).all():
        wall = WallTime(held.local_date, held.local_time, held.minutes)
        assert held.starts_at == wall.starts(held.zone)
