"""A table that leaves the program: nothing under five follows from it and its sums."""

from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.institutions.rules import Numbers, Told, folded, hold_back, is_told

groups = st.builds(
    lambda people, share: Numbers(people, people * share // 10),
    st.integers(1, 20),
    st.integers(0, 10),
)


@given(st.lists(groups, max_size=8))
def test_neither_a_cell_nor_the_rest_tells_of_a_few(rows: list[Numbers]) -> None:
    told = hold_back(rows)
    for row, cell in zip(rows, told, strict=True):
        assert cell.people in {None, row.people}
        assert cell.complete in {None, row.complete}
        if cell.people is not None:
            assert is_told(cell.people)
        if cell.complete is not None:
            assert cell.people is not None
            assert is_told(cell.complete)
            assert is_told(row.people - cell.complete)
    for kept in ("people", "complete"):
        rest = [row for row, cell in zip(rows, told, strict=True) if getattr(cell, kept) is None]
        if len(rest) == len(rows):
            continue  # the sums of everybody are not the table's to keep
        assert len(rest) != 1
        assert is_told(sum(getattr(row, kept) for row in rest))
        if kept == "complete":
            assert is_told(sum(row.people - row.complete for row in rest))


def test_one_small_group_takes_another_with_it() -> None:
    rows = [Numbers(14, 8), Numbers(12, 6), Numbers(3, 3)]
    assert hold_back(rows) == [Told(14, 8), Told(None, None), Told(None, None)]


def test_without_small_groups_everything_is_told() -> None:
    rows = [Numbers(14, 8), Numbers(12, 0), Numbers(5, 5)]
    assert hold_back(rows) == [Told(14, 8), Told(12, 0), Told(5, 5)]
    assert hold_back([]) == []


@given(st.lists(groups, max_size=8))
def test_groups_that_are_held_back_are_told_together_as_far_as_it_follows(
    rows: list[Numbers],
) -> None:
    told, others = folded(rows)
    assert told == hold_back(rows)
    held = [row for row, cells in zip(rows, told, strict=True) if cells.people is None]
    assert (others is None) == (not held)
    if others is None:
        return
    if len(held) == 1:
        assert others == Told(None, None)
        return
    people = sum(row.people for row in rows)
    assert others.people == people - sum(cells.people or 0 for cells in told)
    if others.complete is not None:
        rest = [cells.complete for cells in told if cells.people is not None]
        assert None not in rest
        assert others.complete == sum(row.complete for row in held)
