"""Answers on a scale as they are: how many chose what.

Choices: the median and the quartiles are answers that somebody gave (no interpolation); a mean of
a scale is allowed where it is labeled as one; more than 15 % at an end is a floor or a ceiling.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

CROWDED = 0.15
"""The share at an end of the scale above which there is no room left to move (Terwee 2007)."""


@dataclass(frozen=True)
class Distribution:
    """The answers to one item on a scale from `low` to `high`."""

    low: int
    high: int
    counts: tuple[int, ...]
    """How many chose each point, from the lowest; points that nobody chose too."""

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Each point as a number."""
        if not self.n:
            return None
        return sum((self.low + at) * count for at, count in enumerate(self.counts)) / self.n

    @property
    def median(self) -> int | None:
        """The lower one of two in the middle."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> int | None:
        """The lowest point that at least this share of the answers do not exceed."""
        reached = 0
        for at, count in enumerate(self.counts):
            reached += count
            if count and reached >= share * self.n:
                return self.low + at
        return None

    @property
    def top_two(self) -> float | None:
        """The share that chose one of the two highest points."""
        return sum(self.counts[-2:]) / self.n if self.n else None

    @property
    def has_floor(self) -> bool:
        """Whether too many chose the lowest point to see anything fall."""
        return bool(self.n) and self.counts[0] / self.n > CROWDED

    @property
    def has_ceiling(self) -> bool:
        """Whether too many chose the highest point to see anything rise."""
        return bool(self.n) and self.counts[-1] / self.n > CROWDED


def distribution(answers: Sequence[int], low: int, high: int) -> Distribution:
    """How often each point of a scale was chosen.

    Raises:
        ValueError: An answer is not on the scale.
    """
    chosen = Counter(answers)
    if outside := sorted(set(chosen) - set(range(low, high + 1))):
        raise ValueError(f"Not on the scale from {low} to {high}: {outside}")  # not shown
    return Distribution(low, high, tuple(chosen[point] for point in range(low, high + 1)))
