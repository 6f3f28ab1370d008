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

    What comes out would tell those of then that were held back with it. Where it followed from
    nothing how many a cell could be at most, nothing can be computed from it either.
    """
    return {
        one
        for edition in earlier
        for one, highest in _highest(edition).items()
        if one in counts and counts[one] < highest + smallest
    }


def _highest(edition: Edition) -> dict[Cell, int]:
    """How many a cell can have been at most that was held back, where anything tells."""
    limits = {one: number for one, number in edition.items() if number is not TOO_FEW}
    for own in sorted(sums_among(edition), key=lambda own: len(own.total)):
        if own.total in limits:
            shown = (edition[part] for part in own.parts)
            left = limits[own.total] - sum(n for n in shown if n is not TOO_FEW)
            for part in (part for part in own.parts if edition[part] is TOO_FEW):
                limits[part] = min(limits.get(part, left), left)
    return {one: limit for one, limit in limits.items() if edition[one] is TOO_FEW}


def _lefts(earlier: Sequence[Edition]) -> Iterator[_Left]:
    for edition in earlier:
        for own in sums_among(edition):
            total = edition[own.total]
            parts = tuple(part for part in own.parts if edition[part] is TOO_FEW)
            if total is not TOO_FEW and parts:
                shown = (edition[part] for part in own.parts)
                yield _Left(parts, total - sum(n for n in shown if n is not TOO_FEW))
