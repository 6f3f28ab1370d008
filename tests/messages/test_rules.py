from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.messages.rules import (
    GIVEN_UP,
    LONGEST_WAIT,
    SPREAD,
    is_useless,
    wait_after,
    why_give_up,
)

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=10_000), st.text(max_size=20))
def test_waits_grow_and_stay_within_an_hour(attempts: int, key: str) -> None:
    wait = wait_after(attempts, key)
    assert timedelta(0) < wait <= LONGEST_WAIT
    assert wait <= wait_after(attempts + 2, key) or wait > LONGEST_WAIT * (1 - SPREAD)
    assert wait == wait_after(attempts, key)


def test_first_waits_are_short_and_not_the_same_for_all() -> None:
    for attempts, longest in ((1, 15), (2, 30), (3, 60)):
        waits = [wait_after(attempts, f"{n}").total_seconds() for n in range(200)]
        assert longest * 0.75 <= min(waits) < longest * 0.8
        assert longest * 0.95 < max(waits) <= longest
        assert len({*waits}) > 190


def test_mail_without_an_end_is_always_useful() -> None:
    assert not is_useless(None, NOW)


def test_mail_is_useless_from_the_moment_it_names() -> None:
    assert is_useless(NOW, NOW)
    assert not is_useless(NOW + timedelta(seconds=1), NOW)


def test_given_up_after_four_days() -> None:
    assert why_give_up(NOW - timedelta(days=4, seconds=-1), NOW) is None
    assert why_give_up(NOW - timedelta(days=4), NOW) == GIVEN_UP(count=4)
