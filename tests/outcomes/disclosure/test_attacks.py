"""Nobody who computes learns a number that is held back."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from app.outcomes.disclosure.cells import TOO_FEW, Cell, cell, with_margins
from app.outcomes.disclosure.rules import SMALLEST, told
from tests.outcomes.disclosure.attacker import Attacker, tables_that_fit

COUNT = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 20])
GROWTH = st.sampled_from([0, 0, 0, 0, 1, 2, 5, 9])
FEW = range(1, SMALLEST)
Table = dict[Cell, int]


@st.composite
def tables(draw: Callable[[st.SearchStrategy[int]], int], rows: int = 3, columns: int = 4) -> Table:
    across = range(draw(st.integers(1, columns)))
    return {
        cell(sex=f"{row}", answer=f"{column}"): draw(COUNT)
        for row in range(draw(st.integers(2, rows)))
        for column in across
    }


@st.composite
def people(draw: Callable[[st.SearchStrategy[int]], int]) -> Table:
    """Tables by sex and by institution that share what everybody answered."""
    of_each = {(s, i, a): draw(COUNT) for s in "fm" for i in "abc" for a in "123"}
    found: Table = {}
    for (sex, institution, answer), count in of_each.items():
        for key in (cell(sex=sex, answer=answer), cell(institution=institution, answer=answer)):
            found[key] = found.get(key, 0) + count
    return found


def grown(table: Table, data: st.DataObject) -> Table:
    return {key: count + data.draw(GROWTH) for key, count in table.items()}


@settings(max_examples=30, deadline=None)
@given(tables())
def test_a_system_of_sums_leaves_every_number_held_back_open(table: Table) -> None:
    edition = told(table)
    attacker = Attacker([edition])
    for key, number in edition.items():
        if number is TOO_FEW:
            assert not attacker.number(0, key).is_fixed, sorted(key)


@settings(max_examples=12, deadline=None)
@given(people())
def test_tables_that_share_their_totals_do_not_tell_of_each_other(table: Table) -> None:
    edition = told(table)
    attacker = Attacker([edition])
    for key, number in edition.items():
        if number is TOO_FEW:
            assert not attacker.number(0, key).is_fixed, sorted(key)


@settings(max_examples=30, deadline=None)
@given(tables(rows=2, columns=3))
def test_another_table_of_whole_people_fits_as_well(table: Table) -> None:
    """By trying them all, so that nothing rests on people being divisible."""
    small = {key: min(count, 7) for key, count in table.items()}
    edition = told(small)
    every = list(tables_that_fit(edition, highest=8))
    assert with_margins(small) in every
    for key, number in edition.items():
        if number is TOO_FEW:
            assert len({other[key] for other in every}) > 1, sorted(key)


@settings(max_examples=20, deadline=None)
@given(tables(rows=2), st.data())
def test_several_editions_together_leave_every_number_open(
    table: Table, data: st.DataObject
) -> None:
    """Also to who knows that nobody left, and in which cells nobody came.

    A zero held back for the sake of few may come out when there are more: it was about nobody.
    """
    second = grown(table, data)
    third = grown(second, data)
    editions = [told(table)]
    editions.append(told(second, editions))
    editions.append(told(third, editions))
    same = [key for key in table if table[key] == third[key]]
    given_away = {key for edition in editions for key in same if edition[key] is not TOO_FEW}
    plain, knowing = Attacker(editions, grow=True), Attacker(editions, grow=True, unchanged=same)
    for at, numbers in enumerate(map(with_margins, (table, second, third))):
        for key in (key for key in numbers if numbers[key] and editions[at][key] is TOO_FEW):
            assert not plain.number(at, key).is_fixed, (at, sorted(key))
            assert key in given_away or not knowing.number(at, key).is_fixed, (at, sorted(key))


@settings(max_examples=20, deadline=None)
@given(tables(), st.data())
def test_the_difference_of_two_editions_tells_of_no_few(table: Table, data: st.DataObject) -> None:
    later = grown(table, data)
    first = told(table)
    editions = [first, told(later, [first])]
    attacker = Attacker(editions, grow=True)
    was, became = with_margins(table), with_margins(later)
    for key, number in became.items():
        if number - was[key] in FEW:
            assert not attacker.step(1, key).is_fixed, sorted(key)


@settings(max_examples=60, deadline=None)
@given(tables(), st.data())
def test_a_table_that_stays_as_it_was_is_told_as_it_was(table: Table, data: st.DataObject) -> None:
    """But for a zero that was told once, which may come out again: it was known."""
    first = told(table)
    second = told(grown(table, data), [first])
    assert told(table, [first]) == first
    later = grown(table, data)
    third = told(later, [first, second])
    again = told(later, [first, second, third])
    assert {key for key in again if again[key] != third[key] and again[key] != 0} == set()
    assert told(later, [first, second, third, again]) == again
