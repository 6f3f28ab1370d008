"""How easily people are found again in a file without names, and what to leave out; pure.

Rows that say the same of all that others can know of somebody (rank, institution, profession: the
quasi-identifiers) are a class; in one of k people nobody is told from the k - 1 others. A value
that is missing is a value of its own, since it can be known of somebody, too. What a class has in
common beyond that (all of them gave one answer) is told of each of them, however large it is.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from app.outcomes.disclosure.rules import SMALLEST

Row = Mapping[str, str]


@dataclass(frozen=True)
class Risk:
    """How large the classes of a file are."""

    sizes: tuple[int, ...]
    """Of each class, the smallest first."""
    smallest: int
    """In classes of fewer people somebody is too easily found."""
    exposed: tuple[int, ...]
    """The numbers of the rows in such classes, from 0."""

    @property
    def k(self) -> int:
        """How many people are in the smallest class; 0 where there is nobody."""
        return self.sizes[0] if self.sizes else 0

    @property
    def records(self) -> int:
        """How many rows there are."""
        return sum(self.sizes)

    @property
    def unique(self) -> int:
        """How many people are alone in their class."""
        return self.sizes.count(1)

    @property
    def is_low(self) -> bool:
        """Whether nobody is in a class of too few."""
        return not self.exposed


@dataclass(frozen=True)
class Coarsening:
    """A way to say less in one column."""

    column: str
    name: str
    """What it is called where somebody chooses: region instead of institution."""
    groups: Mapping[str, str] | None = None
    """What is said instead of each value, where it has one. None: the column is left out."""

    def says(self, value: str) -> str:
        """What is said instead of a value."""
        return "" if self.groups is None else self.groups.get(value, value)


@dataclass(frozen=True)
class Way:
    """Coarsenings that together are enough, none of which can be spared, and what then is left."""

    coarsenings: tuple[Coarsening, ...]
    risk: Risk


def risk(rows: Sequence[Row], columns: Collection[str], *, smallest: int = SMALLEST) -> Risk:
    """How large the classes are that some columns make of a file.

    `columns`: what others can know of somebody. A row without one of them has nothing in it.
    """
    names = sorted(columns)
    members = defaultdict[tuple[str, ...], list[int]](list)
    for number, row in enumerate(rows):
        members[tuple(row.get(name, "") for name in names)].append(number)
    exposed = [at for numbers in members.values() if len(numbers) < smallest for at in numbers]
    return Risk(tuple(sorted(map(len, members.values()))), smallest, tuple(sorted(exposed)))


def ways(
    rows: Sequence[Row],
    columns: Collection[str],
    coarsenings: Sequence[Coarsening],
    *,
    smallest: int = SMALLEST,
) -> list[Way]:
    """What can be done so that nobody is in a class of too few; nothing where nothing is enough.

    The fewest coarsenings come first, and of as many those that leave the most classes apart. At
    most one is of each column. A file that needs none has one way, without any.
    """
    found: list[Way] = []
    for chosen in _choices(coarsenings):
        if any(all(part in chosen for part in way.coarsenings) for way in found):
            continue
        left = risk(coarsened(rows, chosen), columns, smallest=smallest)
        if left.is_low:
            found.append(Way(chosen, left))
    return sorted(found, key=lambda way: (len(way.coarsenings), -len(way.risk.sizes)))


def coarsened(rows: Sequence[Row], coarsenings: Collection[Coarsening]) -> list[dict[str, str]]:
    """The same rows, saying less."""
    return [
        {**row, **{way.column: way.says(row.get(way.column, "")) for way in coarsenings}}
        for row in rows
    ]


def _choices(coarsenings: Sequence[Coarsening]) -> Iterator[tuple[Coarsening, ...]]:
    """Every choice with at most one of each column, the smallest first."""
    for size in range(len({way.column for way in coarsenings}) + 1):
        for chosen in combinations(coarsenings, size):
            if max(Counter(way.column for way in chosen).values(), default=1) == 1:
                yield chosen
