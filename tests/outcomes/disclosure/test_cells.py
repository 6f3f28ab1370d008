"""Counts and their margins."""

import pytest

from app.outcomes.disclosure.cells import (
    TOO_FEW,
    Cell,
    Told,
    cell,
    counted,
    from_json,
    sums_among,
    to_json,
    with_margins,
)

ROWS = [
    {"sex": "f", "site": "UNM", "answer": "4"},
    {"sex": "f", "site": "UNM", "answer": "5"},
    {"sex": "m", "site": "Yale", "answer": "4"},
]
VALUES = {"sex": ["f", "m"], "site": ["UNM", "Yale"], "answer": ["4", "5"]}


def test_tables_are_counted_with_the_margins_that_they_share() -> None:
    found = counted(ROWS, [("sex", "answer"), ("site", "answer")], VALUES)
    assert len(found) == 1 + 3 * 2 + 2 * 4
    assert found[cell()] == 3
    assert found[cell(answer="4")] == 2
    assert found[cell(sex="f", answer="5")] == 1
    assert found[cell(site="Yale", answer="5")] == 0
    assert cell(sex="f", site="UNM") not in found
    assert with_margins(found) == found


def test_margins_that_are_not_given_are_there_too() -> None:
    cells = {cell(sex="f", answer="4"): 3, cell(sex="m", answer="4"): 4}
    margins = {cell(): 7, cell(sex="f"): 3, cell(sex="m"): 4, cell(answer="4"): 7}
    assert with_margins(cells) == cells | margins


def test_a_margin_that_is_no_sum_is_an_error() -> None:
    with pytest.raises(ValueError, match="Not the sum"):
        with_margins({cell(): 8, cell(sex="f"): 3, cell(sex="m"): 4})
    with pytest.raises(ValueError, match="Not the sum"):
        with_margins({cell(sex="f"): 3, cell(sex="m"): 4, cell(site="UNM"): 8})


def test_sums_are_in_an_order_of_their_own() -> None:
    cells = with_margins({cell(sex="f"): 3, cell(sex="m"): 4, cell(site="UNM"): 7})
    assert sums_among(cells) == sums_among(dict(reversed(cells.items())))
    assert [own.total for own in sums_among(cells)] == [cell(), cell()]


def test_a_table_comes_back_from_json_as_it_was() -> None:
    edition: dict[Cell, Told] = {cell(sex="f"): TOO_FEW, cell(sex="m"): 20, cell(): TOO_FEW}
    assert from_json(to_json(edition)) == edition
    assert to_json(edition) == to_json(dict(reversed(edition.items())))
