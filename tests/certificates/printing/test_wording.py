from datetime import date

import pytest

from app.certificates.printing.wording import counted, dates_text, listed


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 10, 1), date(2026, 11, 19), "October 1 – November 19, 2026"),
        (date(2026, 5, 4), date(2026, 5, 6), "May 4–6, 2026"),
        (date(2026, 12, 30), date(2027, 1, 2), "December 30, 2026 – January 2, 2027"),
        (date(2026, 3, 8), date(2026, 3, 8), "March 8, 2026"),
    ],
)
def test_span_of_dates_says_nothing_twice(first: date, last: date, text: str) -> None:
    assert dates_text(first, last) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "zero modules"), (1, "one module"), (12, "twelve modules"), (13, "13 modules")],
)
def test_count_is_in_words_up_to_twelve(number: int, text: str) -> None:
    assert counted(number, "module", "modules") == text


@pytest.mark.parametrize(
    ("items", "text"),
    [
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B, and C"),
        (("A, B", "C"), "A, B; and C"),
        (("A", "B, C", "D"), "A; B, C; and D"),
    ],
)
def test_list_reads_as_a_sentence(items: tuple[str, ...], text: str) -> None:
    assert listed(items) == text
