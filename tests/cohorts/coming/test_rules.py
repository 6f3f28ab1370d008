from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.coming.rules import EnrollmentWindow, enrollment
from app.site.demo.mail import pieces

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
BASE = "https://training.example.edu"


@pytest.mark.parametrize(
    ("opens_in", "taken", "expected"),
    [
        (timedelta(seconds=1), 0, EnrollmentWindow.LATER),
        (timedelta(seconds=1), 50, EnrollmentWindow.LATER),
        (timedelta(0), 0, EnrollmentWindow.OPEN),
        (timedelta(0), 49, EnrollmentWindow.OPEN),
        (timedelta(0), 50, EnrollmentWindow.FULL),
        (timedelta(days=-9), 51, EnrollmentWindow.FULL),
    ],
)
def test_enrollment_before_the_first_session(
    opens_in: timedelta, taken: int, expected: EnrollmentWindow
) -> None:
    assert enrollment(NOW + opens_in, capacity=50, taken=taken, now=NOW) is expected


@given(st.text())
def test_pieces_are_the_line_again(line: str) -> None:
    assert "".join(piece.text for piece in pieces(line, BASE)) == line


@given(st.text(), st.text())
def test_only_own_addresses_become_links(before: str, after: str) -> None:
    for piece in pieces(f"{before}{BASE}/my/record{after}", BASE):
        if piece.path is not None:
            assert piece.path.startswith("/")
            assert piece.text == BASE + piece.path


@given(st.text(ascii_letters + digits + "-_", min_size=1))
def test_token_is_linked_whole(token: str) -> None:
    address = f"{BASE}/sign-in/link/{token}"
    assert [piece.text for piece in pieces(address, BASE)] == [address]


@pytest.mark.parametrize("mark", [".", ",", ")", ";", ":", "!", "?", '"', ">"])
def test_punctuation_after_an_address_is_not_part_of_it(mark: str) -> None:
    assert pieces(f"{BASE}/help{mark}", BASE)[0].text == f"{BASE}/help"


@pytest.mark.parametrize(
    "line",
    [
        "https://training.example.edu.evil.example/help",
        "https://evil.example/?https://training.example.edu",
        "http://training.example.edu/help",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_stay_text(line: str) -> None:
    assert [piece.path for piece in pieces(line, BASE)] == [None]
