"""Somebody who has all editions of a table, knows the rules, and computes."""

from collections.abc import Collection, Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

from scipy.optimize import linprog

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, sums_among


class Between(NamedTuple):
    """What a number can be, as far as the attacker knows."""

    low: float
    high: float

    @property
    def is_fixed(self) -> bool:
        """Whether no other whole number is left."""
        return self.high - self.low < 1 - 1e-6


class Attacker:
    """Solves the sums of all editions at once, each number held back being a variable.

    `grow`: they know that nobody leaves. `unchanged`: they know of which cells nobody came.
    """

    def __init__(
        self, editions: Sequence[Edition], *, grow: bool = False, unchanged: Collection[Cell] = ()
    ) -> None:
        names = [(at, key) for at, edition in enumerate(editions) for key in edition]
        self._at = {name: number for number, name in enumerate(names)}
        self._bounds = [_bounds(editions[: at + 1], key) for at, key in names]
        self._equal = [self._sum(at, own) for at, e in enumerate(editions) for own in sums_among(e)]
        self._less: list[list[int]] = []
        for at in range(1, len(editions)):
            self._equal += [self._step(at, key) for key in unchanged]
            self._less += [self._step(at, key) for key in editions[at]] if grow else []

    def number(self, at: int, key: Cell) -> Between:
        """What a cell of an edition can be."""
        return self._between(self._row({(at, key): 1}))

    def step(self, at: int, key: Cell) -> Between:
        """By how much it can have grown since the edition before."""
        return self._between([-by for by in self._step(at, key)])

    def _between(self, row: list[int]) -> Between:
        low, high = (self._least([sign * by for by in row]) for sign in (1, -1))
        return Between(low, -high)

    def _least(self, row: list[int]) -> float:
        found = linprog(
            row,
            A_ub=self._less or None,
            b_ub=[0] * len(self._less) or None,
            A_eq=self._equal,
            b_eq=[0] * len(self._equal),
            bounds=self._bounds,
        )
        assert found.status in {0, 3}, found.message
        return float("-inf") if found.status == 3 else float(found.fun)

    def _sum(self, at: int, own: Any) -> list[int]:
        return self._row({(at, own.total): -1, **{(at, part): 1 for part in own.parts}})

    def _step(self, at: int, key: Cell) -> list[int]:
        return self._row({(at - 1, key): 1, (at, key): -1})

    def _row(self, numbers: dict[tuple[int, Cell], int]) -> list[int]:
        row = [0] * len(self._at)
        for name, by in numbers.items():
            row[self._at[name]] = by
        return row


def _bounds(editions: Sequence[Edition], key: Cell) -> tuple[int, int | None]:
    """A zero is held back only where a margin of it is, or was."""
    number = editions[-1][key]
    if number is not TOO_FEW:
        return number, number
    margins = [own.total for own in sums_among(editions[-1]) if key in own.parts]
    was_told = all(edition[margin] is not TOO_FEW for edition in editions for margin in margins)
    return int(was_told), None


def tables_that_fit(edition: Edition, highest: int) -> Iterator[dict[Cell, int]]:
    """Every table of whole numbers up to a highest one that tells what this one tells."""
    widest = max(map(len, edition))
    cells = [key for key in edition if len(key) == widest]
    bounds = {key: _bounds([edition], key) for key in edition}
    limits = {
        key: (low, highest * len(cells) if high is None else high)
        for key, (low, high) in bounds.items()
    }
    sums = sorted(sums_among(edition), key=lambda own: -len(own.total))
    ranges = [range(limits[key][0], min(highest, limits[key][1]) + 1) for key in cells]
    for numbers in product(*ranges):
        table = dict(zip(cells, numbers, strict=True))
        for own in sums:
            table[own.total] = sum(table[part] for part in own.parts)
        if all(low <= table[key] <= high for key, (low, high) in limits.items()):
            yield table
