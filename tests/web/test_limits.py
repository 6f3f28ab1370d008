from datetime import timedelta

import pytest
from starlette.requests import Request

from app.web.limits import RateLimit, TooManyError, client_address
from tests.cast import NOW


def test_more_than_allowed_is_refused_until_the_window_is_over() -> None:
    limit = RateLimit(2, timedelta(minutes=10))
    limit.hit("a", NOW)
    limit.hit("a", NOW)
    with pytest.raises(TooManyError, match="Try again in 10 minutes"):
        limit.hit("a", NOW + timedelta(minutes=9))
    limit.hit("a", NOW + timedelta(minutes=10))


def test_one_key_does_not_count_for_another() -> None:
    limit = RateLimit(1, timedelta(minutes=10))
    limit.hit("a", NOW)
    limit.hit("b", NOW)


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_network_of_64_bits_counts_as_one_address(host: str, key: str) -> None:
    """Who has one would otherwise try from another address every time."""
    request = Request({"type": "http", "headers": [], "client": (host, 1)})
    assert client_address(request) == key


def test_clock_that_goes_back_opens_no_window_and_keeps_none_closed_for_long() -> None:
    limit = RateLimit(1, timedelta(minutes=10))
    back = NOW - timedelta(hours=2)
    limit.hit("a", NOW)
    for minutes in (0, 9):
        with pytest.raises(TooManyError):
            limit.hit("a", back + timedelta(minutes=minutes))
    limit.hit("a", back + timedelta(minutes=10))


def test_what_went_well_is_given_back_and_failures_stay_counted() -> None:
    limit = RateLimit(2, timedelta(minutes=10))
    limit.hit("a", NOW)
    for _ in range(5):
        limit.hit("a", NOW)
        limit.give_back("a", NOW)
    limit.hit("a", NOW)
    with pytest.raises(TooManyError):
        limit.hit("a", NOW)


def test_nothing_is_given_back_that_an_earlier_window_counted() -> None:
    limit = RateLimit(1, timedelta(minutes=10))
    later = NOW + timedelta(minutes=10)
    limit.hit("a", NOW)
    limit.hit("a", later)
    limit.give_back("a", NOW)
    limit.give_back("b", NOW)
    with pytest.raises(TooManyError):
        limit.hit("a", later)
