"""What may be told of other institutions' people, over all numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.institutions.rules import (
    FEW_ELSEWHERE,
    SHARE_COMPLETED,
    SMALLEST,
    CompletionCounts,
    comparison,
    of_other_institutions,
    percent,
)

THEM = "people of other institutions are in this cohort"


@st.composite
def counts(draw: st.DrawFn) -> CompletionCounts:
    people = draw(st.integers(0, 60))
    return CompletionCounts(people, draw(st.integers(0, people)))


@given(counts())
def test_no_number_under_five_is_told_and_none_follows(others: CompletionCounts) -> None:
    people, complete = others.people, others.complete
    told = of_other_institutions(others)
    if people < SMALLEST:
        assert told == FEW_ELSEWHERE(few=SMALLEST)
    elif min(complete, people - complete) >= SMALLEST:
        assert told == SHARE_COMPLETED(count=people, percent=percent(complete, people))
    else:
        assert told.facts == {"count": people, "few": SMALLEST}


@given(counts(), counts())
def test_comparison_is_made_only_where_both_rates_may_be_told(
    own: CompletionCounts, others: CompletionCounts
) -> None:
    told = comparison(own, others)
    fewest = min(others.complete, others.people - others.complete)
    may = own.people >= SMALLEST and fewest >= SMALLEST
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
    assert str(of_other_institutions(CompletionCounts(people, complete))) == words


@given(counts())
def test_percent_is_the_nearest(numbers: CompletionCounts) -> None:
    people, part = numbers.people, numbers.complete
    if people:
        assert abs(percent(part, people) * people - 100 * part) * 2 <= people


def test_half_a_percent_rounds_up() -> None:
    assert percent(1, 200) == 1
