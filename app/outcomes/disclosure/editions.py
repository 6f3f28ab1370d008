"""What earlier editions of a table told, and what can be computed from them; pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, Sum, sums_among

_REST = "what a margin left"


class _Left(NamedTuple):
    """What an edition told of those together that it held back of a margin."""

    parts: tuple[Cell, ...]
    number: int


def numbers_before(earlier: Sequence[Edition], cells: Collection[Cell]) -> dict[Cell, set[int]]:
    """Every number that was told of each of the cells."""
    found = defaultdict[Cell, set[int]](set)
    for edition in earlier:
        for one, number in edition.items():
            if number is not TOO_FEW and one in cells:
                found[one].add(number)
    return found


def rests_of(earlier: Sequence[Edition], cells: Collection[Cell]) -> dict[Sum, set[int]]:
    """The sums of cells that were held back together, with the numbers that followed of them."""
    found = defaultdict[tuple[Cell, ...], set[int]](set)
    for left in _lefts(earlier):
        if all(part in cells for part in left.parts):
            found[left.parts].add(left.number)
    return {
        Sum(frozenset({(_REST, f"{at}")}), parts): then
        for at, (parts, then) in enumerate(found.items())
    }


def is_rest(one: Cell) -> bool:
    """Whether it is such a sum and no cell of the table."""
    return any(name == _REST for name, _value in one)


def staying(earlier: Sequence[Edition], counts: Mapping[Cell, int], smallest: int) -> set[Cell]:
    """The cells that stay held back, since they could be as many as then, or nearly.

    Each of the others held back with it was at least one. Where a margin was held back itself,
    nothing was told of how many its cells could be at most, and none can be computed from it.
    """
    return {
        part
        for left in _lefts(earlier)
        for part in left.parts
        if 0 < counts.get(part, 0) < left.number - (len(left.parts) - 1) + smallest
    }


def _lefts(earlier: Sequence[Edition]) -> Iterator[_Left]:
    for edition in earlier:
        for own in sums_among(edition):
            total = edition[own.total]
            parts = tuple(part for part in own.parts if edition[part] is TOO_FEW)
            if total is not TOO_FEW and parts:
                shown = (edition[part] for part in own.parts)
                yield _Left(parts, total - sum(n for n in shown if n is not TOO_FEW))
