"""When one can check in, what it makes of a mark, who shares a device."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.rules import (
    ADDED_TOO_LATE,
    ALREADY_IN,
    NOT_OPEN,
    OVER,
    STRUCK,
    CheckedIn,
    arrived,
    becomes,
    shared_devices,
    why_not_add,
    why_not_anew,
    why_not_check_in,
)
from app.casework.enums import AttendanceSource
from app.casework.enums import AttendanceStatus as Status
from app.casework.hours import Hour
from app.casework.rules import CANCELED, NOT_HELD, Mark, why_not_record
from app.cohorts.changes.rules import BEGINS, BEGUN, Planned, why_not_cancel, why_not_move
from app.language.moments import local
from app.language.reasons import Reason
from tests.credit.ledgers import policy

STARTS = datetime(2026, 11, 19, 19, 0, tzinfo=UTC)
HOUR = Hour(1, STARTS, 60, "America/Denver")
POLICY = policy()
OPENS = NOT_OPEN(opens=local(STARTS - timedelta(minutes=10), "America/Denver"))


def after(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


def came(enrollment: UUID, device: str = "", minutes: float = 0, **more: datetime) -> CheckedIn:
    at = after(minutes)
    return CheckedIn(uuid4(), enrollment, 1, CheckInWay.QR, at, at, device, enrollment, **more)


@pytest.mark.parametrize(
    ("minutes", "why"), [(-10.01, OPENS), (-10, None), (0, None), (59.9, None), (60, OVER)]
)
def test_check_in_is_open_from_ten_minutes_before_to_the_end(
    minutes: float, why: Reason | None
) -> None:
    assert why_not_check_in(HOUR, after(minutes)) == why


@given(st.floats(-1000, 1000))
def test_no_session_that_is_called_off_can_be_checked_in_to(minutes: float) -> None:
    canceled = Hour(1, STARTS, 60, "America/Denver", canceled=True)
    not_held = Hour(1, STARTS, 60, "America/Denver", canceled=True, not_held=True)
    assert why_not_check_in(canceled, after(minutes)) == CANCELED
    assert why_not_check_in(not_held, after(minutes)) == NOT_HELD


@given(st.floats(-10, 60), st.sampled_from(Status), st.sampled_from(AttendanceSource))
def test_what_says_more_than_a_check_in_stays(
    minutes: float, status: Status, source: AttendanceSource
) -> None:
    there = Mark(status, 1, source) if status is not Status.MADE_UP else Mark(made_up=True)
    found, known = becomes(there, after(minutes), HOUR, POLICY)
    if there.shown not in {Status.NOT_RECORDED, Status.ABSENT}:
        assert (found, known) == (there.shown, there.minutes)
    elif minutes <= POLICY.late_after_minutes:
        assert (found, known) == (Status.PRESENT, None)
    else:
        assert known is not None
        assert 60 - minutes - 1 < known <= 60 - minutes
        assert found is (Status.LATE if known >= POLICY.present_minutes else Status.PARTIAL)


def test_who_came_after_what_the_policy_allows_is_late_for_what_was_left() -> None:
    assert becomes(Mark(), after(10), HOUR, POLICY) == (Status.PRESENT, None)
    assert becomes(Mark(), after(10.1), HOUR, POLICY) == (Status.LATE, 49)
    assert becomes(Mark(), after(10.1), HOUR, policy(late_after_minutes=15)) == (
        Status.PRESENT,
        None,
    )


def test_who_comes_at_the_end_was_there_for_a_part_as_a_file_would_say() -> None:
    assert becomes(Mark(), after(15), HOUR, POLICY) == (Status.LATE, 45)
    assert becomes(Mark(), after(15.1), HOUR, POLICY) == (Status.PARTIAL, 44)
    assert becomes(Mark(), after(59.5), HOUR, POLICY) == (Status.PARTIAL, 0)


def test_who_was_struck_does_not_come_back_by_themselves_and_is_added_as_they_came() -> None:
    struck = came(uuid4(), minutes=3, struck_at=after(20))
    assert why_not_anew(struck) == STRUCK
    assert why_not_anew(None) is None
    assert why_not_add(HOUR, struck, after(300)) is None
    assert arrived(struck, after(300)) == after(3)
    assert why_not_add(HOUR, came(uuid4()), after(5)) == ALREADY_IN
    assert why_not_add(HOUR, None, after(5)) is None
    assert why_not_add(HOUR, None, after(60)) == ADDED_TOO_LATE
    assert why_not_add(HOUR, None, after(-11)) == OPENS


def test_only_a_check_in_is_recorded_before_the_session_begins() -> None:
    for source in AttendanceSource:
        early = why_not_record(STARTS, after(-5), source=source) is None
        assert early == (source is AttendanceSource.CHECK_IN)


@pytest.mark.parametrize(
    ("minutes", "move", "cancel"),
    [(-10.1, None, None), (-10, BEGINS, None), (-1, BEGINS, None), (0, BEGUN, BEGUN)],
)
def test_who_checked_in_is_not_moved_to_another_day(
    minutes: float, move: Reason | None, cancel: Reason | None
) -> None:
    planned = Planned(STARTS, 60, canceled=False)
    assert why_not_move(planned, after(minutes)) == move
    assert why_not_cancel(planned, after(minutes)) == cancel


def test_who_shares_a_device_is_named_on_both_sides() -> None:
    ada, ben, cy, dee = (uuid4() for _ in range(4))
    found = shared_devices(
        [came(ben, "x", 2), came(ada, "x", 1), came(cy, "y"), came(dee), came(uuid4())]
    )
    assert found == {ada: [ben], ben: [ada]}


@given(st.lists(st.tuples(st.sampled_from(["", "a", "b", "c"]), st.booleans()), max_size=12))
def test_sharing_is_mutual_and_never_of_who_was_struck_or_added(
    people: list[tuple[str, bool]],
) -> None:
    keys = [uuid4() for _ in people]
    rows = [
        came(key, device, struck_at=after(1)) if struck else came(key, device)
        for key, (device, struck) in zip(keys, people, strict=True)
    ]
    found = shared_devices(rows)
    for key, others in found.items():
        assert key not in others
        assert all(key in found[other] for other in others)
    sharing = [device for device, struck in people if device and not struck]
    assert len(found) == sum(sharing.count(device) > 1 for device in sharing)
