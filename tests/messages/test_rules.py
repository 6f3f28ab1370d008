from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.messages.rules import GIVEN_UP, LONGEST_WAIT, is_useless, wait_after, why_give_up

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=10_000))
def test_waits_grow_and_stay_within_an_hour(attempts: int) -> None:
    assert timedelta(0) < wait_after(attempts) <= wait_after(attempts + 1) <= LONGEST_WAIT


def test_first_waits_are_short() -> None:
    assert [wait_after(n).total_seconds() for n in (1, 2, 3)] == [15, 30, 60]


def test_mail_without_an_end_is_always_useful() -> None:
    assert not is_useless(None, NOW)


def test_mail_is_useless_from_the_moment_it_names() -> None:
    assert is_useless(NOW, NOW)
    assert not is_useless(NOW + timedelta(seconds=1), NOW)


def test_given_up_after_four_days() -> None:
    assert why_give_up(NOW - timedelta(days=4, seconds=-1), NOW) is None
    assert why_give_up(NOW - timedelta(days=4), NOW) == GIVEN_UP(count=4)
