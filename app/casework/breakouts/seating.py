"""Which wishes can be kept at once, and where those of whom something is wished are put; pure.

Who should be together is one party; parties that should be apart are at odds. Whether all parties
fit into the groups is tried, group by group, and there are so few wishes that this ends at once.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import Generic, TypeVar

from app.casework.breakouts.enums import Wish

P = TypeVar("P", bound=Hashable)

MOST_TRIES = 5_000
"""Of a search that takes longer, the wish counts as one that cannot be kept."""


class Seating(Generic[P]):
    """Groups of some sizes, and the wishes that are kept so far."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.sizes = list(sizes)
        self.together: list[tuple[P, P]] = []
        self.apart: list[tuple[P, P]] = []

    def keep(self, wish: Wish, one: P, other: P) -> bool:
        """Keep one wish more, if it can be kept beside all others; whether it can."""
        kept = self.together if wish is Wish.TOGETHER else self.apart
        kept.append((one, other))
        if next(self.placings(), None) is None:
            kept.pop()
            return False
        return True

    def placings(self) -> Iterator[dict[P, int]]:
        """Groups, from 0, for everybody of whom something is wished: all ways, while tries last.

        Nobody else is in the way: whatever seats are left, they fill.
        """
        parties = self._parties()
        owner = {person: number for number, party in enumerate(parties) for person in party}
        odds = {frozenset((owner[first], owner[second])) for first, second in self.apart}
        if any(len(pair) == 1 for pair in odds):
            return
        tries = [MOST_TRIES]
        for where in self._placed(parties, odds, [], list(self.sizes), tries):
            yield {person: where[number] for person, number in owner.items()}

    def _parties(self) -> list[list[P]]:
        """Who is wished to be together with whom, the largest party first."""
        everybody = dict.fromkeys(p for pair in (*self.together, *self.apart) for p in pair)
        parties = [[person] for person in everybody]
        for first, second in self.together:
            own = next(party for party in parties if first in party)
            other = next(party for party in parties if second in party)
            if own is not other:
                own.extend(other)
                parties.remove(other)
        return sorted(parties, key=len, reverse=True)

    def _placed(
        self,
        parties: Sequence[Sequence[P]],
        odds: set[frozenset[int]],
        where: list[int],
        free: list[int],
        tries: list[int],
    ) -> Iterator[list[int]]:
        if len(where) == len(parties):
            yield list(where)
            return
        own = len(where)
        for group in sorted(range(len(free)), key=lambda group: -free[group]):
            tries[0] -= 1
            if tries[0] < 0:
                return
            foes = (number for number in range(own) if where[number] == group)
            if free[group] < len(parties[own]) or any(frozenset((own, f)) in odds for f in foes):
                continue
            free[group] -= len(parties[own])
            yield from self._placed(parties, odds, [*where, group], free, tries)
            free[group] += len(parties[own])
