"""Whether numbers that are held back could be others, given all that is told; pure.

What follows from a table is a system of sums. A number can be another if some change of several of
them at once leaves every sum as it is, and every number above zero that was. Such a change is
found here in whole numbers, so that it also stands against who counts in people and knows that
zeros are told.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import lcm

from app.outcomes.disclosure.cells import Cell, Sum

Change = dict[Cell, int]


def free_among(
    held: Collection[Cell], values: Mapping[Cell, int], sums: Sequence[Sum]
) -> set[Cell]:
    """Those of the cells held back whose number could be another one, each by a change found."""
    found = set[Cell]()
    for change in _changes(held, sums):
        if not found.issuperset(change) and _is_possible(change, values):
            found.update(change)
        if len(found) == len(held):
            break
    return found


def _is_possible(change: Change, values: Mapping[Cell, int]) -> bool:
    return any(
        all(values[cell] + sign * by >= min(1, values[cell]) for cell, by in change.items())
        for sign in (1, -1)
    )


def _changes(held: Collection[Cell], sums: Sequence[Sum]) -> Iterator[Change]:
    """Changes that leave every sum as it is; not all there are."""
    ordered = sorted(held, key=lambda cell: (len(cell), sorted(cell)))
    basis = _null_space([_row(own, held) for own in sums], ordered)
    yield from basis
    for first, second in combinations(basis, 2):
        if first.keys() & second.keys():
            for sign in (1, -1):
                yield _added(first, second, sign)


def _added(first: Change, second: Change, sign: int) -> Change:
    both = {key: first.get(key, 0) + sign * second.get(key, 0) for key in {*first, *second}}
    return {key: by for key, by in both.items() if by}


def _row(own: Sum, held: Collection[Cell]) -> dict[Cell, Fraction]:
    row = {part: Fraction(1) for part in own.parts if part in held}
    if own.total in held:
        row[own.total] = Fraction(-1)
    return row


def _null_space(rows: list[dict[Cell, Fraction]], columns: Sequence[Cell]) -> list[Change]:
    """A basis of the changes, in whole numbers; margins follow from cells, as far as they can."""
    solved = dict[Cell, dict[Cell, Fraction]]()
    left = [row for row in rows if row]
    for column in columns:
        pivot = next((row for row in left if row.get(column)), None)
        if pivot is None:
            continue
        left.remove(pivot)
        scaled = {key: by / pivot[column] for key, by in pivot.items()}
        left = [row for row in (_without(row, column, scaled) for row in left) if row]
        solved = {key: _without(row, column, scaled) for key, row in solved.items()}
        solved[column] = scaled
    return [_change(free, solved) for free in columns if free not in solved]


def _without(
    row: dict[Cell, Fraction], column: Cell, scaled: Mapping[Cell, Fraction]
) -> dict[Cell, Fraction]:
    """The row less so much of another that the column vanishes from it."""
    times = row.get(column)
    if not times:
        return row
    both = {key: row.get(key, Fraction(0)) - times * by for key, by in scaled.items()}
    return {key: by for key, by in (row | both).items() if by}


def _change(free: Cell, solved: Mapping[Cell, Mapping[Cell, Fraction]]) -> Change:
    parts = {free: Fraction(1)}
    parts |= {key: -row[free] for key, row in solved.items() if row.get(free)}
    whole = lcm(*(by.denominator for by in parts.values()))
    return {key: int(by * whole) for key, by in parts.items()}
