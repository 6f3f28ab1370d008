"""When a session can be moved, canceled and restored, and what moves along."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.cohorts.changes import rules
from app.cohorts.changes.leaders.rules import SAME, added_to, why_not_these
from app.cohorts.changes.rules import Neighbor, Planned, WallTime
from app.cohorts.rules import ARCHIVED, why_not_change
from app.core.ids import new_id
from app.language.moments import local
from app.packs.schema import Opening
from app.people.rules import NOT_FOR_ONESELF

NOW = datetime(2026, 11, 18, 17, tzinfo=UTC)
NOON = time(12)
HOUR = timedelta(hours=1)


def planned(after_hours: float, *, canceled: bool = False) -> Planned:
    return Planned(NOW + after_hours * HOUR, 60, canceled)


@pytest.mark.parametrize(
    ("session", "move", "restore", "lead"),
    [
        (planned(1), None, rules.NOT_CANCELED, None),
        (planned(0), rules.BEGUN, rules.NOT_CANCELED, None),
        (planned(-0.5), rules.BEGUN, rules.NOT_CANCELED, None),
        (planned(-1), rules.BEGUN, rules.NOT_CANCELED, rules.OVER),
        (planned(1, canceled=True), rules.IS_CANCELED, None, rules.IS_CANCELED),
        (
            planned(0, canceled=True),
            rules.IS_CANCELED,
            rules.TOO_LATE_TO_RESTORE,
            rules.IS_CANCELED,
        ),
    ],
)
def test_what_has_begun_stays_and_a_cancellation_can_be_taken_back_until_then(
    session: Planned, move: object, restore: object, lead: object
) -> None:
    assert rules.why_not_move(session, NOW) == move
    assert rules.why_not_cancel(session, NOW) == move
    assert rules.why_not_restore(session, NOW) == restore
    assert rules.why_not_lead(session, NOW) == lead


def test_a_session_is_neither_in_the_past_nor_after_the_cohort_closes() -> None:
    closes = local(datetime(2026, 12, 3, 19, 30, tzinfo=UTC), "America/Denver")

    def why_not(day: date) -> object:
        wish = WallTime(day, NOON, 60)
        return rules.why_not_at(wish, "America/Denver", closes_at=closes, now=NOW)

    assert why_not(date(2026, 11, 17)) == rules.NOT_TO_COME
    assert why_not(date(2026, 12, 2)) is None
    assert why_not(date(2026, 12, 3)) == rules.AFTER_CLOSING(closes=closes)  # ends at 1 pm


def test_the_last_end_is_of_a_session_that_takes_place() -> None:
    held = [Planned(NOW, 60, canceled=False), Planned(NOW - HOUR, 150, canceled=False)]
    canceled = Planned(NOW + 48 * HOUR, 60, canceled=True)
    assert rules.last_end([*held, canceled]) == NOW + 1.5 * HOUR
    assert rules.last_end([canceled]) is None


def test_what_has_opened_stays_open_and_nothing_opens_in_the_past() -> None:
    opened, to_open = NOW - HOUR, NOW + 48 * HOUR
    later, earlier = NOW + 90 * HOUR, NOW - 90 * HOUR
    assert rules.moved_opening(opened, later, NOW) == opened
    assert rules.moved_opening(opened, earlier, NOW) == opened
    assert rules.moved_opening(NOW, later, NOW) == NOW
    assert rules.moved_opening(to_open, later, NOW) == later
    assert rules.moved_opening(to_open, earlier, NOW) == NOW


def test_the_opening_follows_the_programs_rule_in_the_zone_of_the_cohort() -> None:
    rule = Opening(weekday="monday", time="06:00")
    winter = rules.opening_by(rule, date(2027, 3, 11), "America/Denver")
    summer = rules.opening_by(rule, date(2027, 3, 18), "America/Denver")
    assert (winter, summer) == (
        datetime(2027, 3, 8, 13, tzinfo=UTC),
        datetime(2027, 3, 15, 12, tzinfo=UTC),
    )


def test_neighbors_at_the_same_time_or_on_the_other_side_are_named() -> None:
    others = [Neighbor(n, f"Week {n}", NOW + n * 168 * HOUR, 60) for n in (1, 2, 4)]

    def seen(weeks: float) -> list[str]:
        wish = Planned(NOW + weeks * 168 * HOUR, 60, canceled=False)
        return [str(reason) for reason in rules.to_look_at(3, wish, others)]

    assert seen(3) == []
    assert seen(4) == ["Week 4 is at that time, too."]
    assert seen(5) == [
        "The order of the units would change: Week 4 would be on the other side of it."
    ]
    assert seen(0.5) == [
        "The order of the units would change: Week 1 and Week 2 would be on the other side of it."
    ]


def test_nobody_lets_themselves_lead_and_keeps_what_others_gave_them() -> None:
    cora, fay, gil = new_id(), new_id(), new_id()
    before = {cora: "lead", fay: "guest"}
    assert why_not_these(before, dict(before), by=cora) == SAME
    assert why_not_these(before, {cora: "lead", gil: "guest"}, by=cora) is None
    assert why_not_these(before, {cora: "co_lead"}, by=cora) == NOT_FOR_ONESELF
    assert why_not_these(before, {}, by=cora) is None
    assert added_to(before, {fay: "lead", cora: "lead", gil: "guest"}) == {
        fay: "lead",
        gil: "guest",
    }


def test_an_archived_cohort_does_not_change() -> None:
    assert why_not_change(None) is None
    assert why_not_change(NOW) == ARCHIVED


def test_gaps_are_when_a_session_was_not_on_the_schedule() -> None:
    acts = [(rules.ADDED, NOW), (rules.CANCELED, NOW + HOUR), (rules.RESTORED, NOW + 2 * HOUR)]
    canceled_at = NOW + 3 * HOUR
    gaps = rules.gaps([*acts, (rules.CANCELED, canceled_at)], canceled_at)
    times = [NOW + hours * HOUR for hours in (-1, 0, 1, 1.5, 2, 3, 100)]
    there = [not any(gap.covers(at) for gap in gaps) for at in times]
    assert there == [False, True, False, False, True, False, False]
    assert rules.gaps([], None) == ()
    assert rules.gaps([], canceled_at) == (rules.Gap(canceled_at, None),)
