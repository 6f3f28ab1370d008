"""People dealt into groups so that institutions and ranks meet others; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from app.casework.breakouts.rules import Candidate
    from app.casework.breakouts.seating import Seating

ROUNDS = 4
"""How often everybody looks for a better group; mostly two are enough."""


def mixed(
    order: Sequence[Candidate], seating: Seating[UUID], random: Random
) -> tuple[tuple[UUID, ...], ...]:
    """Everybody in a group: first of whom something is wished, then one institution after another.

    `order`: everybody once, shuffled; of equals the first comes first.
    """
    table = _Table(seating.sizes)
    wished = next(seating.placings(), {})
    for one in order:
        if one.id in wished:
            table.put(one, wished[one.id])
    free = [one for one in order if one.id not in wished]
    for one in _by_institution(free):
        table.put(one, table.best(one))
    for _round in range(ROUNDS):
        if not sum(table.improve(one, free) for one in free):
            break
    return table.groups(random)


def _by_institution(people: Sequence[Candidate]) -> list[Candidate]:
    """The largest institution first, and within each one rank after the other."""
    sites, ranks = Counter(one.institution for one in people), Counter(one.rank for one in people)
    first: dict[UUID, int] = {}
    for number, one in enumerate(people):
        first.setdefault(one.institution, number)
    return sorted(
        people,
        key=lambda one: (
            *(-sites[one.institution], first[one.institution]),
            *(-ranks[one.rank], one.rank),
        ),
    )


class _Table:
    """Who sits in which group, and how alike those of each group are."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.free = list(sizes)
        self.seats: dict[UUID, int] = {}
        self.sites: list[Counter[UUID]] = [Counter() for _ in sizes]
        self.ranks: list[Counter[str]] = [Counter() for _ in sizes]

    def put(self, one: Candidate, group: int) -> None:
        """Seat somebody in a group."""
        self.seats[one.id] = group
        self.free[group] -= 1
        self._count(one, group, 1)

    def best(self, one: Candidate) -> int:
        """The group with the fewest like somebody; of these the one with most room."""
        free = [group for group, seats in enumerate(self.free) if seats > 0]
        return min(free, key=lambda group: (*self._alike(one, group), -self.free[group]))

    def improve(self, one: Candidate, others: Sequence[Candidate]) -> bool:
        """Let somebody change seats with whom both groups are the better for most."""
        if not any(self._alike(one, self.seats[one.id], there=1)):
            return False
        gain, partner = min(
            ((self._change(one, other), n) for n, other in enumerate(others)),
            default=((0, 0), 0),
        )
        if gain >= (0, 0):
            return False
        self._swap(one, others[partner])
        return True

    def groups(self, random: Random) -> tuple[tuple[UUID, ...], ...]:
        """Who sits together; larger groups first, all else by chance."""
        seated: list[list[UUID]] = [[] for _ in self.free]
        for key, group in self.seats.items():
            seated[group].append(key)
        random.shuffle(seated)
        return tuple(tuple(group) for group in sorted(seated, key=len, reverse=True))

    def _change(self, one: Candidate, other: Candidate) -> tuple[int, int]:
        """How many more are like each other if two change seats: institutions, then ranks."""
        here, there = self.seats[one.id], self.seats[other.id]
        same_site, same_rank = one.institution == other.institution, one.rank == other.rank
        if here == there or (same_site and same_rank):
            return 0, 0
        before = self._alike(one, here, there=1), self._alike(other, there, there=1)
        after = self._alike(one, there), self._alike(other, here)
        return (
            0 if same_site else after[0][0] + after[1][0] - before[0][0] - before[1][0],
            0 if same_rank else after[0][1] + after[1][1] - before[0][1] - before[1][1],
        )

    def _swap(self, one: Candidate, other: Candidate) -> None:
        here, there = self.seats[one.id], self.seats[other.id]
        for who, old, new in ((one, here, there), (other, there, here)):
            self._count(who, old, -1)
            self._count(who, new, 1)
            self.seats[who.id] = new

    def _alike(self, one: Candidate, group: int, *, there: int = 0) -> tuple[int, int]:
        """How many in a group are of somebody's institution and rank. `there`: 1 if they are."""
        ranks = self.ranks[group][one.rank] - there if one.rank else 0
        return self.sites[group][one.institution] - there, ranks

    def _count(self, one: Candidate, group: int, by: int) -> None:
        self.sites[group][one.institution] += by
        self.ranks[group][one.rank] += by
