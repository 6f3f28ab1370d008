"""The transition table: total, as meant, and what taking back restores."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.enrollments import rules
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.rules import FULL, SHARE_FULL
from tests.cast import NOW

Status = EnrollmentStatus
PAIRS = [(status, kind) for status in Status for kind in Kind]


def events(*kinds: Kind) -> list[EnrollmentEvent]:
    """These, one a day."""
    return [
        EnrollmentEvent(
            enrollment_id=UUID(int=1), number=n, kind=kind, at=NOW + timedelta(days=n), by=None
        )
        for n, kind in enumerate(kinds, start=1)
    ]


def status_after(*kinds: Kind) -> Status:
    return rules.status_of(rules.events_that_stand(events(*kinds)))


def possible(status: Status) -> set[Kind]:
    return {kind for kind in Kind if rules.WHY_NOT[status][kind] is None}


def test_table_says_of_every_status_and_event_what_comes_of_it() -> None:
    assert {(status, kind) for status in rules.WHY_NOT for kind in rules.WHY_NOT[status]} == set(
        PAIRS
    )
    assert len(PAIRS) == 100
    reasons = {rules.WHY_NOT[status][kind] for status, kind in PAIRS}
    assert len(reasons) == 9


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TAKEN_BACK])
def test_every_event_but_taking_back_has_the_status_it_leads_to(kind: Kind) -> None:
    assert status_after(kind) is Status(kind.value)


def test_every_status_can_be_reached_and_none_is_a_dead_end() -> None:
    reached, front = {Status.NONE}, [Status.NONE]
    while front:
        steps = possible(front.pop()) - {Kind.TAKEN_BACK}
        new = {Status(kind.value) for kind in steps} - reached
        reached |= new
        front += new
    assert reached == set(Status)
    assert all(possible(status) - {Kind.TAKEN_BACK} for status in Status)


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        (Status.NONE, {Kind.APPLIED, Kind.WAITLISTED, Kind.INVITED, Kind.ENROLLED}),
        (
            Status.APPLIED,
            {Kind.WAITLISTED, Kind.OFFERED, Kind.ENROLLED, Kind.DECLINED, Kind.TAKEN_BACK},
        ),
        (
            Status.WAITLISTED,
            {Kind.OFFERED, Kind.ENROLLED, Kind.DECLINED, Kind.LAPSED, Kind.TAKEN_BACK},
        ),
        (Status.INVITED, {Kind.ENROLLED, Kind.DECLINED, Kind.LAPSED, Kind.TAKEN_BACK}),
        (Status.OFFERED, {Kind.ENROLLED, Kind.DECLINED, Kind.LAPSED, Kind.TAKEN_BACK}),
        (Status.ENROLLED, {Kind.WITHDRAWN, Kind.TRANSFERRED, Kind.TAKEN_BACK}),
    ],
)
def test_only_this_can_happen_next(status: Status, kinds: set[Kind]) -> None:
    assert possible(status) == kinds


@pytest.mark.parametrize(
    "status", [Status.DECLINED, Status.LAPSED, Status.WITHDRAWN, Status.TRANSFERRED]
)
def test_whoever_is_out_can_begin_again(status: Status) -> None:
    assert possible(status) == possible(Status.NONE) | {Kind.TAKEN_BACK}


def test_seats_are_held_by_who_is_in_and_by_who_may_still_say_yes() -> None:
    assert {Status.INVITED, Status.OFFERED, Status.ENROLLED} == rules.HOLDS_SEAT


def test_withdrawal_that_is_taken_back_never_was() -> None:
    history = events(Kind.APPLIED, Kind.ENROLLED, Kind.WITHDRAWN, Kind.TAKEN_BACK)
    stand = rules.events_that_stand(history)
    assert rules.status_of(stand) is Status.ENROLLED
    assert rules.enrolled_last(stand) is history[1]


def test_who_is_enrolled_anew_after_a_withdrawal_is_so_by_the_newer_event() -> None:
    history = events(Kind.ENROLLED, Kind.WITHDRAWN, Kind.ENROLLED)
    assert rules.enrolled_last(rules.events_that_stand(history)) is history[2]


def test_taking_back_the_only_event_leaves_nothing() -> None:
    stand = rules.events_that_stand(events(Kind.INVITED, Kind.TAKEN_BACK))
    assert (rules.status_of(stand), rules.enrolled_last(stand)) == (Status.NONE, None)


def test_transfer_that_is_taken_back_restores_the_seat() -> None:
    assert status_after(Kind.ENROLLED, Kind.TRANSFERRED, Kind.TAKEN_BACK) is Status.ENROLLED


@given(st.data(), st.integers(0, 12))
def test_taking_back_restores_exactly_what_held_before(data: st.DataObject, steps: int) -> None:
    kinds: list[Kind] = []
    held = [Status.NONE]
    for _ in range(steps):
        kind = data.draw(st.sampled_from(sorted(possible(held[-1]))))
        kinds.append(kind)
        if kind is Kind.TAKEN_BACK:
            held.pop()
        else:
            held.append(Status(kind.value))
        assert status_after(*kinds) is held[-1]


def test_the_last_seat_is_the_last() -> None:
    here = UUID(int=1)
    assert rules.why_no_seat(rules.Seats(2, 1, {}, {here: 1}), here, "Fall") is None
    full = rules.Seats(2, 2, {}, {here: 2})
    assert rules.why_no_seat(full, here, "Fall") == FULL(count=2, cohort="Fall")


def test_the_last_seat_of_an_institution_is_the_last_for_its_people_only() -> None:
    here, there = UUID(int=1), UUID(int=2)
    seats = rules.Seats(10, 3, {here: 2}, {here: 2, there: 1})
    assert rules.why_no_seat(seats, here, "Fall") == SHARE_FULL(count=2, cohort="Fall")
    assert rules.why_no_seat(seats, there, "Fall") is None
    assert (seats.free_for(here), seats.free_for(there)) == (0, 7)


def test_fewer_seats_than_are_taken_are_none_that_are_free() -> None:
    here = UUID(int=1)
    seats = rules.Seats(2, 3, {here: 1}, {here: 3})
    assert (seats.free, seats.free_for(here)) == (0, 0)
