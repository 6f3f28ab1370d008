"""What sessions that were made up earn: never more than was done, counted by hand."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.enums import CreditType
from app.credit.eligibility.rules import eligible
from app.credit.enums import ComponentKind
from app.credit.ledger import ApprovedMakeUp, UnitLedger
from app.credit.minutes.rules import of_enduring, of_sessions
from app.credit.models import Component
from tests.credit.ledgers import (
    AFTER,
    FIRST,
    WEEK,
    always,
    approved_activity,
    ledger,
    policy,
    unit,
)

DONE = FIRST + timedelta(days=2)
LIVE = ApprovedMakeUp(CreditType.LIVE, DONE, 55)


@st.composite
def made_up(draw: st.DrawFn, position: int) -> UnitLedger:
    """A unit whatever became of its session, with or without an approved make-up."""
    moments = st.sampled_from([FIRST - timedelta(days=90), DONE, AFTER])
    credit = draw(st.sampled_from([None, *CreditType]))
    minutes = draw(st.integers(0, 90)) if credit is CreditType.LIVE else None
    make_up = ApprovedMakeUp(credit, draw(moments), minutes) if credit else None
    return unit(
        position,
        draw(st.sampled_from(Status)),
        make_up=make_up,
        led_it=draw(st.booleans()),
        canceled=draw(st.booleans()),
    )


@given(st.data(), st.integers(0, 90))
def test_minutes_are_those_counted_by_hand(data: st.DataObject, each: int) -> None:
    units = [data.draw(made_up(position)) for position in range(1, 5)]
    own, approved_at = ledger(*units), FIRST - timedelta(days=30)
    late = policy().late_after_minutes
    live = of_sessions(own, always(each, approved_at), late, AFTER)
    enduring = of_enduring(own, always(each, approved_at), approved_at, AFTER)
    assert not live.keys() & enduring.keys()
    for done in units:
        plain = {Status.PRESENT: 60, Status.LATE: 50}.get(done.status, 0)
        stands = done.make_up if done.status is Status.MADE_UP else None
        if stands and stands.done_at < approved_at:
            stands = None
        if stands and stands.credit is CreditType.LIVE:
            plain = min(stands.minutes or 0, 60)
        counts = not done.canceled and not done.led_it
        assert live.get(done.position, 0) == (min(plain, each) if counts else 0)
        lasting = stands is not None and stands.credit is CreditType.ENDURING
        assert enduring.get(done.position, 0) == (min(each, 60) if counts and lasting else 0)


@given(
    attended=st.none() | st.integers(0, 60),
    credit=st.sampled_from([None, *CreditType]),
    there=st.integers(0, 90),
    live_each=st.integers(0, 90),
    enduring_each=st.integers(0, 90),
)
def test_making_up_what_was_left_early_never_takes_minutes_nor_gives_more_than_the_session(
    attended: int | None, credit: CreditType | None, there: int, live_each: int, enduring_each: int
) -> None:
    minutes = there if credit is CreditType.LIVE else None
    make_up = ApprovedMakeUp(credit, DONE, minutes) if credit else None
    before = unit(1, Status.PARTIAL, minutes=attended)
    after = replace(before, status=Status.MADE_UP, make_up=make_up)
    approved_at, late = FIRST - timedelta(days=30), policy().late_after_minutes

    def earned(of: UnitLedger) -> tuple[int, int]:
        live = of_sessions(ledger(of), always(live_each, approved_at), late, AFTER)
        lasting = of_enduring(ledger(of), always(enduring_each, approved_at), approved_at, AFTER)
        return live.get(1, 0), lasting.get(1, 0)

    live, lasting = earned(after)
    assert live >= earned(before)[0] == min(attended or 0, live_each)
    assert live + lasting <= 60
    if credit is not CreditType.LIVE:
        assert live == earned(before)[0], "nothing is live that was not attended live"


@pytest.mark.parametrize(
    ("make_up", "live", "lasting"),
    [
        (None, 20, 0),
        (LIVE, 60, 0),
        (LIVE._replace(minutes=30), 50, 0),
        (ApprovedMakeUp(CreditType.NONE, DONE), 20, 0),
        (ApprovedMakeUp(CreditType.ENDURING, DONE), 20, 30),
    ],
)
def test_who_left_after_twenty_minutes_keeps_them(
    make_up: ApprovedMakeUp | None, live: int, lasting: int
) -> None:
    own = ledger(unit(1, Status.MADE_UP, minutes=20, make_up=make_up))
    approved_at, late = FIRST - timedelta(days=30), policy().late_after_minutes
    assert of_sessions(own, always(60, approved_at), late, AFTER) == {1: live}
    for each, most in ((30, 30), (90, 40)):
        enduring = of_enduring(own, always(each, approved_at), approved_at, AFTER)
        assert enduring.get(1, 0) == (most if lasting else 0)


@pytest.mark.parametrize(
    ("make_up", "minutes"),
    [
        (None, 0),
        (LIVE, 55),
        (LIVE._replace(minutes=90), 60),
        (LIVE._replace(credit=CreditType.NONE), 0),
        (LIVE._replace(credit=CreditType.ENDURING, minutes=None), 0),
        (LIVE._replace(done_at=FIRST - timedelta(days=400)), 0),
    ],
)
def test_make_up_earns_live_credit_only_at_a_sister_session(
    make_up: ApprovedMakeUp | None, minutes: int
) -> None:
    own = ledger(unit(1, Status.MADE_UP, make_up=make_up))
    found = eligible(own, approved_activity(), policy(), AFTER)
    assert found.parts[1].minutes == minutes


def test_enduring_material_earns_where_the_activity_was_designated_for_it() -> None:
    make_up = ApprovedMakeUp(CreditType.ENDURING, DONE)
    own = ledger(*(unit(n, Status.MADE_UP, make_up=make_up) for n in (1, 2, 3)))
    without = approved_activity()
    assert eligible(own, without, policy(), AFTER + WEEK).minutes_of(1) == 30
    part = Component(
        activity_id=without.activity.id,
        kind=ComponentKind.ENDURING,
        minutes_each=40,
        max_quarters=4,
    )
    having = replace(without, components=(*without.components, part))
    found = eligible(own, having, policy(), AFTER + WEEK)
    assert found.parts[2].minutes == 120
    assert found.parts[2].counted_minutes == 60, "up to the most of the component"
    assert found.quarters <= found.designated_quarters


def test_make_up_beside_a_mark_that_was_changed_since_earns_nothing() -> None:
    own = ledger(unit(1, Status.ABSENT, make_up=LIVE))
    assert eligible(own, approved_activity(), policy(), AFTER).parts[1].minutes == 0
