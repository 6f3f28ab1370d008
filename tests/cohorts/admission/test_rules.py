"""Who is offered a seat next, and until when it is held."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.admission import rules
from app.cohorts.admission.rules import Waiting, next_in_line
from app.cohorts.enrollments.rules import Seats
from app.cohorts.enums import EnrollmentStatus, WayIn
from app.cohorts.models import Cohort
from app.language.moments import on_both_clocks
from tests.cast import NOW

HERE, THERE, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = timedelta(days=1)


def line(*institutions: UUID) -> list[Waiting]:
    return [Waiting(UUID(int=100 + n), institution) for n, institution in enumerate(institutions)]


def cohort(way_in: WayIn = WayIn.OPEN, closes: datetime | None = None) -> Cohort:
    return Cohort(
        program_id=HERE,
        slug="fall",
        title="Fall",
        zone="America/Denver",
        capacity=10,
        enrollment_opens_at=NOW - DAY,
        closes_at=NOW + 9 * DAY,
        enrollment_closes_at=closes,
        way_in=way_in,
        unit_label="Week",
        attestation_text="I did.",
        attestation_version="1",
    )


def test_free_seats_go_down_the_line_in_order() -> None:
    waiting = line(HERE, THERE, HERE)
    assert next_in_line(waiting, Seats(10, 8, {}, {})) == waiting[:2]


def test_who_is_of_a_full_institution_is_passed_over_and_stays_in_line() -> None:
    waiting = line(HERE, HERE, THERE)
    seats = Seats(10, 5, {HERE: 4}, {HERE: 3, THERE: 2})
    assert next_in_line(waiting, seats) == [waiting[0], waiting[2]]


@given(
    st.lists(st.sampled_from([HERE, THERE, ELSEWHERE]), max_size=12),
    st.integers(0, 8),
    st.dictionaries(st.sampled_from([HERE, THERE]), st.integers(0, 5)),
    st.dictionaries(st.sampled_from([HERE, THERE, ELSEWHERE]), st.integers(0, 4)),
)
def test_offers_never_exceed_the_seats_and_none_that_could_be_given_is_kept(
    institutions: list[UUID], capacity: int, shares: dict[UUID, int], taken_by: dict[UUID, int]
) -> None:
    seats = Seats(capacity, sum(taken_by.values()), shares, taken_by)
    waiting = line(*institutions)
    offered = next_in_line(waiting, seats)
    taken = dict(taken_by)
    for place in offered:
        taken[place.institution_id] = taken.get(place.institution_id, 0) + 1
        assert taken[place.institution_id] <= shares.get(place.institution_id, capacity)
    assert sum(taken.values()) <= max(capacity, seats.taken)
    after = Seats(capacity, sum(taken.values()), shares, taken)
    for place in waiting:
        assert place in offered or not after.free_for(place.institution_id)
    assert [place for place in waiting if place in offered] == offered


def test_an_offer_ends_with_the_last_day_of_promotion() -> None:
    assert rules.held_until(NOW, 72, None) == NOW + 3 * DAY
    assert rules.held_until(NOW, 72, NOW + DAY) == NOW + DAY


def test_who_may_ask_and_when() -> None:
    assert rules.why_not_ask(cohort(), NOW) is None
    assert rules.why_not_ask(cohort(WayIn.APPLICATION), NOW) is None
    assert rules.why_not_ask(cohort(WayIn.INVITATION), NOW) == rules.BY_INVITATION(cohort="Fall")
    opens = on_both_clocks(NOW - DAY, "America/Denver", "America/Denver")
    early = rules.NOT_ASKED_YET(cohort="Fall", opens=opens)
    assert rules.why_not_ask(cohort(), NOW - 2 * DAY) == early
    closes = on_both_clocks(NOW, "America/Denver", "America/Denver")
    assert rules.why_not_ask(cohort(closes=NOW), NOW) == rules.OVER(cohort="Fall", closes=closes)
    assert rules.why_not_ask(cohort(), NOW + 9 * DAY) is not None


@pytest.mark.parametrize("status", EnrollmentStatus)
def test_only_a_seat_that_is_held_can_be_taken_and_only_in_time(status: EnrollmentStatus) -> None:
    held = status in {EnrollmentStatus.INVITED, EnrollmentStatus.OFFERED}
    why = None if held else rules.NOTHING_HELD
    assert rules.why_not_answer(status, NOW + DAY, NOW) == why
    assert rules.why_not_answer(status, NOW, NOW) == rules.NOTHING_HELD
