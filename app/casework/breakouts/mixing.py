"""People dealt into groups so that institutions and ranks meet others; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from app.casework.breakouts.rules import Candidate
    from app.casework.breakouts.seating import Seating

K = TypeVar("K")  # not shown

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
    for person in order:
        if person.id in wished:
            table.put(person, wished[person.id])
    free = [person for person in order if person.id not in wished]
    for person in _by_institution(free):
        table.put(person, table.best(person))
    for _round in range(ROUNDS):
        if not sum(table.improve(person, free) for person in free):
            break
    return table.groups(random)


def _by_institution(people: Sequence[Candidate]) -> list[Candidate]:
    """The largest institution first, and within each one rank after the other."""
    sites, ranks = (
        Counter(person.institution for person in people),
        Counter(person.rank for person in people),
    )
    first: dict[UUID, int] = {}
    for number, person in enumerate(people):
        first.setdefault(person.institution, number)
    return sorted(
        people,
        key=lambda person: (
            *(-sites[person.institution], first[person.institution]),
            *(-ranks[person.rank], person.rank),
        ),
    )


class _Table:
    """Who sits in which group, and how alike those of each group are."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.free = list(sizes)
        self.seats: dict[UUID, int] = {}
        self.sites: list[Counter[UUID]] = [Counter() for _ in sizes]
        self.ranks: list[Counter[str]] = [Counter() for _ in sizes]

    def put(self, person: Candidate, group: int) -> None:
        """Seat somebody in a group."""
        self.seats[person.id] = group
        self.free[group] -= 1
        self._count(person, group, 1)

    def best(self, person: Candidate) -> int:
        """The group with the fewest like somebody; of these the one with most room."""
        free = [group for group, seats in enumerate(self.free) if seats > 0]
        return min(free, key=lambda group: (*self._alike(person, group), -self.free[group]))

    def improve(self, person: Candidate, others: Sequence[Candidate]) -> bool:
        """Let somebody change seats with whom both groups are the better for most."""
        if not self._is_crowded(person):
            return False
        gain, partner = min(
            ((self._change(person, other), n) for n, other in enumerate(others)),
            default=((0, 0), 0),
        )
        if gain >= (0, 0):
            return False
        self._swap(person, others[partner])
        return True

    def _is_crowded(self, person: Candidate) -> bool:
        """Whether there are more like somebody in their group than there would be if all shared."""
        here = self.seats[person.id]
        by_rank = bool(person.rank) and _is_over(self.ranks, person.rank, here)
        return by_rank or _is_over(self.sites, person.institution, here)

    def groups(self, random: Random) -> tuple[tuple[UUID, ...], ...]:
        """Who sits together; larger groups first, all else by chance."""
        seated: list[list[UUID]] = [[] for _ in self.free]
        for key, group in self.seats.items():
            seated[group].append(key)
        random.shuffle(seated)
        return tuple(tuple(group) for group in sorted(seated, key=len, reverse=True))

    def _change(self, person: Candidate, other: Candidate) -> tuple[int, int]:
        """How many more are like each other if two change seats: institutions, then ranks."""
        here, there = self.seats[person.id], self.seats[other.id]
        same_site, same_rank = person.institution == other.institution, person.rank == other.rank
        if here == there or (same_site and same_rank):
            return 0, 0
        before = self._alike(person, here, there=1), self._alike(other, there, there=1)
        after = self._alike(person, there), self._alike(other, here)
        return (
            0 if same_site else after[0][0] + after[1][0] - before[0][0] - before[1][0],
            0 if same_rank else after[0][1] + after[1][1] - before[0][1] - before[1][1],
        )

    def _swap(self, person: Candidate, other: Candidate) -> None:
        here, there = self.seats[person.id], self.seats[other.id]
        for who, old, new in ((person, here, there), (other, there, here)):
            self._count(who, old, -1)
            self._count(who, new, 1)
            self.seats[who.id] = new

    def _alike(self, person: Candidate, group: int, *, there: int = 0) -> tuple[int, int]:
        """How many in a group are of somebody's institution and rank. `there`: 1 if they are."""
        ranks = self.ranks[group][person.rank] - there if person.rank else 0
        return self.sites[group][person.institution] - there, ranks

    def _count(self, person: Candidate, group: int, by: int) -> None:
        self.sites[group][person.institution] += by
        self.ranks[group][person.rank] += by


def _is_over(counts: Sequence[Counter[K]], kind: K, group: int) -> bool:
    everywhere = sum(own[kind] for own in counts)
    return counts[group][kind] > -(-everywhere // len(counts))
