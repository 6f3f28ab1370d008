"""The clock rehearsal over both clock changes, for Denver, Phoenix, the Navajo Nation, Honolulu."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.holidays.rules import federal_holidays
from app.cohorts.rehearsal import rules
from app.cohorts.rehearsal.rules import ElsewhereLed, PlannedSession, RehearsalRow, rehearse
from app.cohorts.rules import opening, to_utc
from app.language.moments import NAVAJO_PLACE

DENVER, PHOENIX = "America/Denver", "America/Phoenix"
NAVAJO, HONOLULU = "America/Shiprock", "Pacific/Honolulu"
ZONES = (DENVER, PHOENIX, NAVAJO, HONOLULU)
FALL = [date(2027, 10, 21) + timedelta(weeks=week) for week in range(5)]
SPRING = [date(2027, 3, 4) + timedelta(weeks=week) for week in range(4)]
HOUR = timedelta(hours=1)


def planned(days: Sequence[date], zone: str = DENVER, led_by: str = "") -> list[PlannedSession]:
    return [
        PlannedSession(
            position,
            to_utc(day, time(12), zone),
            60,
            opening(day, zone, weekday="monday", wall=time(6)),
            frozenset({led_by} if led_by else ()),
        )
        for position, day in enumerate(days, start=1)
    ]


def hours(rows: Sequence[RehearsalRow], zone: str) -> list[int]:
    column = ZONES.index(zone)
    return [row.clocks[column].starts.hour for row in rows]


def opening_hours(rows: Sequence[RehearsalRow], zone: str) -> list[int]:
    column = ZONES.index(zone)
    return [row.clocks[column].opens.hour for row in rows]


def test_in_fall_phoenix_and_honolulu_begin_an_hour_later_and_the_navajo_nation_does_not() -> None:
    rows = rehearse(planned(FALL), DENVER, ZONES)
    assert FALL[2] < date(2027, 11, 7) < FALL[3]
    assert hours(rows, DENVER) == [12] * 5
    assert hours(rows, NAVAJO) == [12] * 5
    assert hours(rows, PHOENIX) == [11, 11, 11, 12, 12]
    assert hours(rows, HONOLULU) == [8, 8, 8, 9, 9]
    assert [bool(row.change) for row in rows] == [False, False, False, True, False]
    assert rows[3].change == (
        rules.CLOCKS_BACK(day=date(2027, 11, 7), zones=("Denver", NAVAJO_PLACE)),
        rules.LATER(length=60, zones=("Phoenix", "Honolulu")),
        rules.SAME(zones=("Denver", NAVAJO_PLACE)),
    )
    assert [clock.moved for clock in rows[3].clocks] == [timedelta(), HOUR, timedelta(), HOUR]


def test_in_spring_they_begin_an_hour_earlier() -> None:
    rows = rehearse(planned(SPRING), DENVER, ZONES)
    assert hours(rows, PHOENIX) == [12, 12, 11, 11]
    assert hours(rows, HONOLULU) == [9, 9, 8, 8]
    assert hours(rows, NAVAJO) == [12] * 4
    assert rows[2].change == (
        rules.CLOCKS_AHEAD(day=date(2027, 3, 14), zones=("Denver", NAVAJO_PLACE)),
        rules.EARLIER(length=60, zones=("Phoenix", "Honolulu")),
        rules.SAME(zones=("Denver", NAVAJO_PLACE)),
    )


def test_openings_follow_the_cohorts_clock_in_every_zone() -> None:
    rows = rehearse(planned(FALL), DENVER, ZONES)
    assert opening_hours(rows, DENVER) == opening_hours(rows, NAVAJO) == [6] * 5
    assert opening_hours(rows, PHOENIX) == [5, 5, 5, 6, 6]
    assert opening_hours(rows, HONOLULU) == [2, 2, 2, 3, 3]


def test_a_cohort_in_phoenix_keeps_its_hour_there_and_moves_for_denver() -> None:
    rows = rehearse(planned(FALL, PHOENIX), PHOENIX, ZONES)
    assert hours(rows, PHOENIX) == [12] * 5
    assert hours(rows, HONOLULU) == [9] * 5
    assert hours(rows, DENVER) == hours(rows, NAVAJO) == [13, 13, 13, 12, 12]
    assert rules.EARLIER(length=60, zones=("Denver", NAVAJO_PLACE)) in rows[3].change


def test_clocks_that_change_alike_are_no_change() -> None:
    rows = rehearse(planned(FALL), DENVER, (DENVER, "America/Chicago", NAVAJO))
    assert not any((*row.change, *row.holidays, *row.collisions) for row in rows)


def test_a_session_that_moves_over_midnight_moves_by_an_hour() -> None:
    late = [
        PlannedSession(n, to_utc(day, time(21, 30), DENVER), 60, to_utc(day, time(6), DENVER))
        for n, day in enumerate(FALL, start=1)
    ]
    rows = rehearse(late, DENVER, (DENVER, "America/Sao_Paulo"))
    assert [row.clocks[1].starts.hour for row in rows] == [0, 0, 0, 1, 1]
    early = rehearse(planned(FALL), DENVER, (DENVER, "Asia/Tashkent"))
    assert [row.clocks[1].starts.hour for row in early] == [23, 23, 23, 0, 0]
    assert early[3].clocks[1].moved == HOUR


def test_a_holiday_is_said_on_its_day() -> None:
    found = federal_holidays(FALL[0], FALL[-1])
    rows = rehearse(planned(FALL), DENVER, ZONES, holidays=found)
    assert [[str(day.name) for day in row.holidays] for row in rows] == [
        [],
        [],
        [],
        ["Veterans Day"],
        [],
    ]


def test_who_leads_another_cohort_at_that_time_is_named() -> None:
    at = to_utc(FALL[1], time(12, 59), DENVER)
    other = ElsewhereLed("fay", "Fay Fuentes, PhD", "Coaching 2027", "Session 2", at, 90)
    rows = rehearse(planned(FALL, led_by="fay"), DENVER, ZONES, elsewhere=[other])
    assert [row.collisions for row in rows] == [
        (),
        (rules.LED_ELSEWHERE(person="Fay Fuentes, PhD", unit="Session 2", cohort="Coaching 2027"),),
        (),
        (),
        (),
    ]


def test_sessions_that_touch_or_are_led_by_others_do_not_collide() -> None:
    at = to_utc(FALL[1], time(13), DENVER)
    other = ElsewhereLed("fay", "Fay", "Coaching", "Session 2", at, 60)
    touching = rehearse(planned(FALL, led_by="fay"), DENVER, ZONES, elsewhere=[other])
    by_another = rehearse(planned(FALL, led_by="ada"), DENVER, ZONES, elsewhere=[other])
    assert not any(row.collisions for row in (*touching, *by_another))


@given(st.dates(date(2024, 1, 1), date(2034, 12, 31)), st.sampled_from(ZONES), st.integers(2, 20))
def test_hours_change_in_flagged_rows_and_in_no_others(first: date, own: str, count: int) -> None:
    days = [first + timedelta(weeks=week) for week in range(count)]
    rows = rehearse(planned(days, own), own, ZONES)
    assert hours(rows, own) == [12] * count
    for before, row in itertools.pairwise(rows):
        same = [
            a.starts.hour == b.starts.hour for a, b in zip(before.clocks, row.clocks, strict=True)
        ]
        assert all(same) != bool(row.change)


def test_columns_begin_with_the_cohorts_own_zone_and_go_west() -> None:
    at = datetime(2027, 7, 1, tzinfo=UTC)
    zones = [HONOLULU, "America/Chicago", PHOENIX, DENVER]
    assert rules.in_order(zones, DENVER, at) == [DENVER, "America/Chicago", PHOENIX, HONOLULU]
