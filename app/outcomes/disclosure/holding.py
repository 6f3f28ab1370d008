"""Which further numbers are held back so that those held back cannot be computed; pure.

Where a number follows from its neighbors, one more of these is held back, until none follows:
rather a cell than a margin, rather one that settles several sums, rather few people than many.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from app.outcomes.disclosure.cells import Cell, Sum
from app.outcomes.disclosure.freedom import free_among


@dataclass(frozen=True)
class Known:
    """What is so, and what can be known of it without this table."""

    values: Mapping[Cell, int]
    sums: Sequence[Sum]
    unchanged: Collection[Cell]
    """Of which an earlier edition told the same number: holding them back protects nobody."""
    nearest: Mapping[Cell, int]
    """The number nearest to it that an earlier edition told."""
    smallest: int
    """Fewer people than this are too few."""


def held_back(first: Collection[Cell], known: Known) -> set[Cell]:
    """These cells, and all that are held back for their sake."""
    held = set(first)
    while (exposed := _exposed(held - {*known.unchanged}, known)) is not None:
        more = _one_more(exposed, held, known)
        if more is None:
            break
        held.add(more)
    return held


def _exposed(secret: set[Cell], known: Known) -> set[Cell] | None:
    """Cells of which too much follows: those of a sum, or one that can be computed."""
    for own in known.sums:
        members = {own.total, *own.parts}
        inside = [part for part in own.parts if part in secret]
        if len(members & secret) == 1:
            return members
        if inside and own.total not in secret and _tells_too_much(inside, known):
            return members
    computed = secret - free_among(secret, known.values, known.sums)
    return {min(computed, key=_name)} if computed else None


def _tells_too_much(inside: Sequence[Cell], known: Known) -> bool:
    """Whether what is left of a margin is about too few, by itself or since earlier editions."""
    left = sum(known.values[part] for part in inside)
    since = abs(left - sum(known.nearest.get(part, 0) for part in inside))
    return left < known.smallest or 0 < since < known.smallest


def _one_more(exposed: set[Cell], held: set[Cell], known: Known) -> Cell | None:
    """The cell to hold back next: the best of the nearest; one that is known, if none is left."""
    told = {cell for cell, number in known.values.items() if number and cell not in held}
    for choice in (told - {*known.unchanged}, told):
        near = set(exposed)
        while True:
            if found := (near & choice or _beside(near, known) & choice):
                return min(found, key=lambda cell: _rank(cell, held, known))
            wider = near | _beside(near, known)
            if wider == near:
                break
            near = wider
    return None


def _beside(cells: set[Cell], known: Known) -> set[Cell]:
    """All cells that are in a sum with one of these."""
    every = ({own.total, *own.parts} for own in known.sums)
    return {cell for members in every if members & cells for cell in members}


def _rank(cell: Cell, held: set[Cell], known: Known) -> tuple[int, int, int, list[tuple[str, str]]]:
    met = defaultdict[bool, int](int)
    for own in known.sums:
        members = {own.total, *own.parts}
        met[cell in members and bool(members & held)] += 1
    return -len(cell), -met[True], known.values[cell], _name(cell)


def _name(cell: Cell) -> list[tuple[str, str]]:
    return sorted(cell)
