"""Counts of people with all their margins; pure.

A cell is a frozen set of what its people have in common: `cell(sex="f", answer="4")`. Everybody is
`cell()`. Whatever is left out is a margin, so that tables by sex and by institution share theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from itertools import combinations, product
from typing import Any, Final, Literal, NamedTuple

Cell = frozenset[tuple[str, str]]


class TooFew(Enum):
    """What stands where a number is held back: no error and no gap, but "too few to show"."""

    TOO_FEW = "too_few"


TOO_FEW: Final = TooFew.TOO_FEW
Told = int | Literal[TooFew.TOO_FEW]
Edition = Mapping[Cell, Told]
"""A table as it was told: of each cell its number, or that there were too few."""


class Sum(NamedTuple):
    """A margin, and the cells that are together as many."""

    total: Cell
    parts: tuple[Cell, ...]


def cell(**common: str) -> Cell:
    """The people of whom all this is true; without anything, everybody."""
    return frozenset(common.items())


def counted(
    rows: Iterable[Mapping[str, str]],
    tables: Sequence[Sequence[str]],
    values: Mapping[str, Sequence[str]],
) -> dict[Cell, int]:
    """How many rows are in each cell of some tables and of their margins.

    `tables`: of each, by what it counts. `values`: what each of these can be, so that what nobody
    has is a cell of 0. A row must have a value for each.
    """
    rows = list(rows)
    wanted = {by for table in tables for by in _subsets(sorted(table))}
    found = Counter(
        frozenset((name, row[name]) for name in names) for names in wanted for row in rows
    )
    every = (
        frozenset(zip(names, choice, strict=True))
        for names in wanted
        for choice in product(*(values[name] for name in names))
    )
    return dict.fromkeys(every, 0) | dict(found)


def with_margins(counts: Mapping[Cell, int]) -> dict[Cell, int]:
    """The same counts and every margin that follows from them.

    Raises:
        ValueError: A margin is not the sum of its cells.
    """
    every = dict(counts)
    widest = max(map(len, counts), default=0)
    for size in range(widest - 1, -1, -1):
        missing = {part - {key} for part in every if len(part) == size + 1 for key in part} - {
            *every
        }
        every |= dict.fromkeys(missing, -1)
        for total, parts in sums_among(every):
            if total in missing and len(total) == size:
                every[total] = sum(every[part] for part in parts)
    for total, parts in sums_among(every):
        if every[total] != sum(every[part] for part in parts):
            raise ValueError(f"Not the sum of its cells: {sorted(total)}")  # not shown
    return every


def sums_among(cells: Collection[Cell]) -> list[Sum]:
    """Which of the cells are sums of which others, in an order of their names."""
    parts = defaultdict[tuple[Cell, str], list[Cell]](list)
    for part in cells:
        for name, value in part:
            total = part - {(name, value)}
            if total in cells:
                parts[total, name].append(part)
    ordered = sorted(parts, key=lambda key: (sorted(key[0]), key[1]))
    return [Sum(key[0], tuple(sorted(parts[key], key=sorted))) for key in ordered]


def to_json(edition: Edition) -> list[list[Any]]:
    """A table as it was told, always in the same order; null where there were too few."""
    return [
        [[list(common) for common in sorted(key)], None if number is TOO_FEW else number]
        for key, number in sorted(edition.items(), key=lambda item: sorted(item[0]))
    ]


def from_json(cells: Iterable[Any]) -> dict[Cell, Told]:
    """The same table."""
    return {
        frozenset((name, value) for name, value in common): TOO_FEW if number is None else number
        for common, number in cells
    }


def _subsets(names: Sequence[str]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(names) + 1) for chosen in combinations(names, size)]
