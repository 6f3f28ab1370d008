"""What may be told of groups: each sentence of the rules by an example."""

from decimal import Decimal
from itertools import permutations

import pytest

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Told, cell, counted
from app.outcomes.disclosure.rules import (
    Score,
    comments_told,
    may_show_spread,
    rounded_percent,
    scores_told,
    told,
)

ALL = cell()


def row(*counts: int) -> dict[Cell, int]:
    """Groups beside each other: a, b, c and so on."""
    return {cell(group=name): count for name, count in zip("abcdefg", counts, strict=False)}


def read(edition: dict[Cell, Told], groups: int) -> list[Told]:
    """The groups, and all."""
    return [*(edition[cell(group=name)] for name in "abcdefg"[:groups]), edition[ALL]]


def test_enough_of_each_are_told() -> None:
    assert read(told(row(5, 20, 7)), 3) == [5, 20, 7, 32]


def test_beside_few_the_fewest_others_are_held_back() -> None:
    assert read(told(row(1, 20, 7)), 3) == [TOO_FEW, 20, TOO_FEW, 28]


def test_few_together_are_held_back_with_others_until_they_are_enough() -> None:
    assert read(told(row(1, 20, 2)), 3) == [TOO_FEW, TOO_FEW, TOO_FEW, 23]
    assert read(told(row(2, 20, 3)), 3) == [TOO_FEW, 20, TOO_FEW, 25]


def test_nobody_is_told_beside_enough() -> None:
    assert read(told(row(0, 20, 7)), 3) == [0, 20, 7, 27]
    assert read(told(row(0, 20, 3)), 3) == [0, TOO_FEW, TOO_FEW, 23]


def test_of_a_small_margin_nothing_is_told_not_even_its_zeros() -> None:
    assert read(told(row(0, 3, 1)), 3) == [TOO_FEW] * 4


def test_the_zero_of_a_margin_of_nobody_is_told() -> None:
    small, large = {"sex": "f", "answer": "4"}, {"sex": "m", "answer": "4"}
    values = {"sex": ["f", "m"], "answer": ["1", "2", "4"]}
    rows = [*([small] * 3), *([large] * 9), *([large | {"answer": "2"}] * 9)]
    edition = told(counted(rows, [("sex", "answer")], values))
    assert edition[cell(sex="f", answer="1")] == 0
    assert edition[cell(sex="f", answer="2")] is TOO_FEW


def test_nothing_at_all_is_a_table_of_nobody() -> None:
    assert told({}) == {}
    assert told({ALL: 0}) == {ALL: 0}


def test_a_program_can_ask_for_more_people() -> None:
    assert read(told(row(9, 20), smallest=10), 2) == [TOO_FEW, TOO_FEW, 29]


def test_a_cell_inside_two_margins_takes_a_square_with_it() -> None:
    table = {
        cell(sex=sex, answer=answer): count
        for sex, counts in {"a": (3, 20, 20), "b": (20, 9, 20), "c": (8, 20, 20)}.items()
        for answer, count in zip("123", counts, strict=True)
    }
    held = {key for key, number in told(table).items() if number is TOO_FEW}
    assert len(held) == 4
    assert all(len(key) == 2 for key in held)


def test_few_who_came_are_not_told_by_two_editions() -> None:
    first = told(row(10, 20, 30))
    assert read(told(row(12, 20, 30), [first]), 3) == [TOO_FEW, 20, 30, TOO_FEW]
    assert read(told(row(12, 20, 37), [first]), 3) == [TOO_FEW, 20, TOO_FEW, 69]


def test_few_who_left_are_not_told_either() -> None:
    first = told(row(10, 20, 30))
    assert read(told(row(8, 20, 30), [first]), 3) == [TOO_FEW, 20, 30, TOO_FEW]


def test_enough_who_came_are_told() -> None:
    first = told(row(10, 20, 30))
    assert read(told(row(15, 20, 30), [first]), 3) == [15, 20, 30, 65]


def test_what_was_told_protects_nobody_anymore() -> None:
    """Who remembers b and c would compute a from all; so it is all that are held back."""
    first = told(row(8, 20, 7))
    assert read(told(row(3, 20, 7), [first]), 3) == [TOO_FEW, 20, 7, TOO_FEW]


def test_few_together_who_came_are_not_told_by_what_is_left() -> None:
    """a and b were 11 together; beside c and all it would follow that they are 13."""
    first = told(row(3, 8, 20))
    assert read(first, 3) == [TOO_FEW, TOO_FEW, 20, 31]
    assert read(told(row(4, 9, 25), [first]), 3) == [TOO_FEW, TOO_FEW, TOO_FEW, 38]


def test_what_was_held_back_is_told_once_it_must_have_changed() -> None:
    """b was at most 11 with a; told as 9 now, it would tell a of then."""
    first = told(row(3, 8, 20))
    assert read(told(row(9, 9, 20), [first]), 3)[:2] == [TOO_FEW, TOO_FEW]
    assert read(told(row(16, 16, 20), [first]), 3) == [16, 16, 20, 52]


def test_a_score_stands_where_its_count_stands() -> None:
    scores = {
        cell(sex="f"): Score(4, 6.1, 5.0, 7.0),
        cell(sex="m"): Score(20, 5.0, 4.5, 5.5),
        cell(sex="x"): None,
        ALL: Score(24, 5.2, 4.7, 5.7),
    }
    assert scores_told(scores) == {
        cell(sex="f"): TOO_FEW,
        cell(sex="m"): TOO_FEW,
        cell(sex="x"): None,
        ALL: scores[ALL],
    }


def test_a_mean_of_five_has_no_interval_from_which_its_spread_follows() -> None:
    scores = {ALL: Score(5, 6.0, 5.5, 6.5)}
    assert scores_told(scores) == {ALL: Score(5, 6.0, None, None)}
    assert [may_show_spread(n) for n in (9, 10)] == [False, True]


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (1, 8, Decimal(13)),
        (13, 19, Decimal(68)),
        (1, 20, Decimal("5.0")),
        (1, 40, Decimal("2.5")),
        (10, 30, Decimal("33.3")),
        (0, 0, None),
        (TOO_FEW, 30, TOO_FEW),
        (12, TOO_FEW, TOO_FEW),
    ],
)
def test_percentages_are_whole_of_few(part: Told, whole: Told, percent: Decimal | None) -> None:
    assert rounded_percent(part, whole) == percent
    if isinstance(percent, Decimal):
        assert str(rounded_percent(part, whole)) == str(percent)


def test_comments_are_told_from_ten_answers_on_and_in_no_order_of_theirs() -> None:
    comments = ["Good.", "More time, please.", "", "Thank you."]
    assert comments_told(comments, 9) == []
    orders = {tuple(comments_told(order, 10)) for order in permutations(comments)}
    assert len(orders) == 1
    assert sorted(orders.pop()) == sorted(filter(None, comments))


def test_the_order_of_comments_is_neither_theirs_nor_of_the_alphabet() -> None:
    comments = [f"Comment {number}" for number in range(20)]
    found = comments_told(comments, 20)
    assert found not in (comments, comments[::-1], sorted(comments), sorted(comments)[::-1])


def test_the_newest_comment_is_not_told_by_two_editions() -> None:
    first = comments_told([f"Comment {number}" for number in range(10)], 10)
    more = [*first, "Newest."]
    assert comments_told(more, 11, first) == first
    grown = [*more, "a", "b", "c", "d"]
    assert sorted(comments_told(grown, 15, first)) == sorted(grown)
