"""What earlier editions of a table told, and what can be computed from them; pure."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, Sum, sums_among

_REST = "what a margin left"  # not shown


class _Left(NamedTuple):
    """What an edition told of those together that it held back of a margin."""

    parts: tuple[Cell, ...]
    number: int


def numbers_before(earlier: Sequence[Edition], cells: Collection[Cell]) -> dict[Cell, set[int]]:
    """Every number that was told of each of the cells."""
    found = defaultdict[Cell, set[int]](set)
    for edition in earlier:
        for cell, number in edition.items():
            if number is not TOO_FEW and cell in cells:
                found[cell].add(number)
    return found


def rests_of(
    earlier: Sequence[Edition], counts: Mapping[Cell, int], smallest: int
) -> dict[Sum, set[int]]:
    """The sums of cells that were held back together, with the numbers that followed of them.

    Those alone that are as they were then, which is known, or so near that it must not be known.
    """
    found = defaultdict[tuple[Cell, ...], set[int]](set)
    for left in _lefts(earlier):
        now = sum(counts[part] for part in left.parts if part in counts)
        if all(part in counts for part in left.parts) and abs(now - left.number) < smallest:
            found[left.parts].add(left.number)
    return {
        Sum(frozenset({(_REST, f"{at}")}), parts): then
        for at, (parts, then) in enumerate(found.items())
    }


def is_rest(cell: Cell) -> bool:
    """Whether it is such a sum and no cell of the table."""
    return any(name == _REST for name, _value in cell)


def staying(earlier: Sequence[Edition], counts: Mapping[Cell, int], smallest: int) -> set[Cell]:
    """The cells that stay held back, since they could be as many as then, or nearly.

    What comes out would tell those of then that were held back with it. Where it followed from
    nothing how many a cell could be at most, nothing can be computed from it either, unless it is
    nobody and stood beside numbers.
    """
    return {
        cell
        for edition in earlier
        for cell, highest in _highest(edition).items()
        if cell in counts and counts[cell] < highest + smallest
    } | {
        cell
        for edition in earlier
        if any(number for number in edition.values() if number is not TOO_FEW)
        for cell, number in edition.items()
        if number is TOO_FEW and counts.get(cell) == 0
    }


def with_companions(
    held: Collection[Cell], earlier: Sequence[Edition], counts: Mapping[Cell, int]
) -> set[Cell]:
    """These cells, and all that were held back of one margin with one of them.

    If some came out, what the others are together now would tell those of then.
    """
    grown = set(held)
    groups = [{part for part in left.parts if counts.get(part)} for left in _lefts(earlier)]
    while more := {cell for group in groups if group & grown for cell in group - grown}:
        grown |= more
    return grown


def _highest(edition: Edition) -> dict[Cell, int]:
    """How many a cell can have been at most that was held back, where anything tells."""
    limits = {cell: number for cell, number in edition.items() if number is not TOO_FEW}
    for own in sorted(sums_among(edition), key=lambda own: len(own.total)):
        if own.total in limits:
            shown = (edition[part] for part in own.parts)
            left = limits[own.total] - sum(n for n in shown if n is not TOO_FEW)
            for part in (part for part in own.parts if edition[part] is TOO_FEW):
                limits[part] = min(limits.get(part, left), left)
    return {cell: limit for cell, limit in limits.items() if edition[cell] is TOO_FEW}


def _lefts(earlier: Sequence[Edition]) -> Iterator[_Left]:
    for edition in earlier:
        for own in sums_among(edition):
            total = edition[own.total]
            parts = tuple(part for part in own.parts if edition[part] is TOO_FEW)
            if total is not TOO_FEW and parts:
                shown = (edition[part] for part in own.parts)
                yield _Left(parts, total - sum(n for n in shown if n is not TOO_FEW))
