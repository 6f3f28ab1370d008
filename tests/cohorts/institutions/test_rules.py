"""What may be told of other institutions' people, over all numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.institutions.rules import (
    FEW_ELSEWHERE,
    SHARE_COMPLETED,
    SMALLEST,
    comparison,
    of_other_institutions,
    percent,
)

THEM = "people of other institutions are in this cohort"


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    people = draw(st.integers(0, 60))
    return people, draw(st.integers(0, people))


@given(counts())
def test_no_number_under_five_is_told_and_none_follows(numbers: tuple[int, int]) -> None:
    people, complete = numbers
    told = of_other_institutions(people, complete)
    if people < SMALLEST:
        assert told == FEW_ELSEWHERE(few=SMALLEST)
    elif min(complete, people - complete) >= SMALLEST:
        assert told == SHARE_COMPLETED(count=people, percent=percent(complete, people))
    else:
        assert told.facts == {"count": people, "few": SMALLEST}


@given(counts(), counts())
def test_comparison_is_made_only_where_both_rates_may_be_told(
    own: tuple[int, int], others: tuple[int, int]
) -> None:
    told = comparison(own, others)
    may = own[0] >= SMALLEST and min(others[1], others[0] - others[1]) >= SMALLEST
    assert (told is not None) == may


@pytest.mark.parametrize(
    ("people", "complete", "words"),
    [
        (0, 0, f"Fewer than 5 {THEM}."),
        (4, 4, f"Fewer than 5 {THEM}."),
        (9, 5, f"9 {THEM}; fewer than 5 of them have not completed."),
        (9, 4, f"9 {THEM}; fewer than 5 of them have completed."),
        (10, 5, f"10 {THEM}; 50% of them have completed."),
        (1200, 601, f"1,200 {THEM}; 50% of them have completed."),
    ],
)
def test_words_for_others(people: int, complete: int, words: str) -> None:
    assert str(of_other_institutions(people, complete)) == words


@given(counts())
def test_percent_is_the_nearest(numbers: tuple[int, int]) -> None:
    people, part = numbers
    if people:
        assert abs(percent(part, people) * people - 100 * part) * 2 <= people


def test_half_a_percent_rounds_up() -> None:
    assert percent(1, 200) == 1
